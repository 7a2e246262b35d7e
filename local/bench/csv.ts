/** Records of a CSV text (RFC 4180): quoted fields may hold commas, line ends and doubled quotes. */
export const parseCsv = (text: string): string[][] => {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  for (let n = 0; n < text.length; n += 1) {
    const one = text.charAt(n);
    if (quoted) {
      if (one !== '"') field += one;
      else if (text[n + 1] === '"') {
        field += '"';
        n += 1;
      } else quoted = false;
    } else if (one === '"') quoted = true;
    else if (one === ',' || one === '\n') {
      record.push(field.endsWith('\r') ? field.slice(0, -1) : field);
      field = '';
      if (one === '\n') {
        records.push(record);
        record = [];
      }
    } else field += one;
  }
  if (field !== '' || record.length > 0) records.push([...record, field]);
  return records;
};
