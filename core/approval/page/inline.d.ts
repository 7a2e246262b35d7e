/** A browser script, bundled by the build (`inlineClient` in build.mjs) and imported as the string it is. */
declare module '*.client.ts?inline' {
  const script: string;
  export default script;
}
