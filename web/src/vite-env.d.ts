// Module kinds that the build understands besides TypeScript.
/// <reference types="vite/client" />
declare module '*.svg?icon' {
  const inner: string;
  export default inner;
}
