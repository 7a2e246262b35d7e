/** Whether a line begins an object that is printed over several lines. */
export const opensObject = (line: string): boolean => /^\{\s*$/.test(line);

/** The depth of brackets after `line`, from `depth` before it; a string does not go over the end of a line in JSON. */
export const depthAfter = (line: string, depth: number): number => {
  let now = depth;
  let quoted = false;
  for (let n = 0; n < line.length; n += 1) {
    const one = line[n];
    if (quoted) {
      if (one === '\\') n += 1;
      else if (one === '"') quoted = false;
    } else if (one === '"') quoted = true;
    else if (one === '{' || one === '[') now += 1;
    else if (one === '}' || one === ']') now -= 1;
  }
  return now;
};
