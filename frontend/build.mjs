// Bundles app.ts and app.css into static/build/ under names that hold a hash of what is in them, each with
// a .gz beside it, and writes manifest.json, by which the pages find them: {"app.js": "app-5KMX….js", …},
// and know them: {"integrity": {"app-5KMX….js": "sha384-…", …}}.
// Then the worker, which is told what to keep of all that, and a version that stands for it.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const FOLDER = "static/build";
const HASH = /-[A-Z0-9]{8}(?=\.\w+$)/;
const WORTH_SQUEEZING = /\.(js|css|svg)$/;
const IS_KEPT = /\.(js|css|woff2)$/;

const bundle = (choices) => build({
  bundle: true,
  minify: true,
  legalComments: "external",
  target: ["es2022", "safari16.4", "chrome111", "firefox115"],
  entryNames: "[name]-[hash]",
  outdir: FOLDER,
  write: false,
  logLevel: "warning",
  ...choices,
}).catch(() => process.exit(1)); // esbuild has said why

// The service speaks text by WebSocket alone, and browsers read addresses by themselves: the rest of
// the library is a tenth of the script.
const unspoken = {
  "engine.io-client/build/esm/transports/index.js":
    'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
  "engine.io-client/build/esm/transports/polling-xhr.js": "export const XHR = null;",
  "engine.io-client/build/esm/contrib/parseuri.js": `
    export const parse = (address) => {
      const { protocol, hostname, port, search } = new URL(address);
      const host = hostname.replace(/[[\\]]/g, "");
      return { protocol: protocol.slice(0, -1), host, port, query: search.slice(1) };
    };`,
  "engine.io-client/build/esm/contrib/parseqs.js": `
    export const encode = (query) => String(new URLSearchParams(query));
    export const decode = (text) => Object.fromEntries(new URLSearchParams(text));`,
  "engine.io-client/build/esm/util.js": `
    export const byteLength = () => 0; // asked for polls alone
    export const randomString = () => Math.random().toString(36).slice(2, 10);
    export const pick = (from, ...names) =>
      Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));
    export const installTimerFunctions = (one) => {
      one.setTimeoutFn = setTimeout.bind(window);
      one.clearTimeoutFn = clearTimeout.bind(window);
    };`,
  "engine.io-parser/build/esm/contrib/base64-arraybuffer.js": "export const decode = () => null;",
  "engine.io-parser/build/esm/encodePacket.browser.js": `
    import { PACKET_TYPES } from "./commons.js";
    export const encodePacketToBinary = () => null;
    export const encodePacket = ({ type, data = "" }, _, say) => say(PACKET_TYPES[type] + data);`,
  "engine.io-parser/build/esm/decodePacket.browser.js": `
    import { ERROR_PACKET, PACKET_TYPES_REVERSE as TYPES } from "./commons.js";
    export const decodePacket = (text) =>
      TYPES[text[0]] ? { type: TYPES[text[0]], data: text.slice(1) || undefined } : ERROR_PACKET;`,
  "socket.io-parser/build/esm/is-binary.js":
    "export const isBinary = () => false; export const hasBinary = () => false;",
  "socket.io-parser/build/esm/binary.js":
    "export const deconstructPacket = () => {}; export const reconstructPacket = () => {};",
};
const textAlone = {
  name: "text alone",
  setup: ({ onLoad }) => Object.entries(unspoken).forEach(([file, contents]) => {
    onLoad({ filter: new RegExp(`/${file.replaceAll(".", "\\.")}$`) }, () => ({ contents }));
  }),
};

const first = await bundle({
  entryPoints: ["frontend/app.ts", "frontend/app.css"],
  format: "esm",
  splitting: true,
  loader: { ".woff2": "file" },
  plugins: [textAlone],
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
});
// One page alone asks for leave to push: its script is apart, and shares nothing with the first.
const push = await bundle({ entryPoints: ["frontend/push.ts"], format: "esm" });
const pieces = [...first.outputFiles, ...push.outputFiles];
const hashOf = (contents) => `sha384-${createHash("sha384").update(contents).digest("base64")}`;
const kept = pieces.filter(({ path }) => IS_KEPT.test(path));
const integrity = Object.fromEntries(kept.map(({ path, contents }) => [basename(path), hashOf(contents)]));
const files = Object.fromEntries(Object.entries(integrity).map(([name, hash]) => [`/${FOLDER}/${name}`, hash]));
const version = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 12);
const worker = await bundle({
  entryPoints: ["frontend/worker.ts"],
  format: "iife",
  define: { VERSION: JSON.stringify(version), FILES: JSON.stringify(files) },
});

const made = new Map([...pieces, ...worker.outputFiles].map((file) => [basename(file.path), file.contents]));
const names = Object.fromEntries([...made.keys()].map((name) => [name.replace(HASH, ""), name]));
const manifest = { ...names, version, integrity };
made.forEach((contents, name) => {
  if (WORTH_SQUEEZING.test(name)) made.set(`${name}.gz`, gzipSync(contents, { level: 9 }));
});

await mkdir(FOLDER, { recursive: true });
for (const [name, contents] of made) await writeFile(join(FOLDER, name), contents);

// The manifest is swapped in last and old files go after it: a running server never names a missing file.
const listed = join(FOLDER, "manifest.json");
await writeFile(`${listed}.new`, JSON.stringify(manifest, null, 2) + "\n");
await rename(`${listed}.new`, listed);
for (const name of await readdir(FOLDER)) {
  if (name !== "manifest.json" && !made.has(name)) await rm(join(FOLDER, name));
}
