// Bundles app.ts and app.css into static/build/ under names that hold a hash of what is in them, each with
// a .gz beside it, and writes manifest.json, by which the pages find them: {"app.js": "app-5KMX….js", …}.
// Then the worker, which is told what to keep of all that, and a version that stands for it.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

const FOLDER = "static/build";
const HASH = /-[A-Z0-9]{8}(?=\.\w+$)/;
const WORTH_SQUEEZING = /\.(js|css|svg)$/;

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

// The service speaks WebSocket alone: the library's other transports are five percent of the script.
const websocketAlone = {
  name: "websocket alone",
  setup: ({ onLoad }) => onLoad({ filter: /engine\.io-client\/build\/esm\/transports\/index\.js$/ }, () => ({
    contents: 'import { WS } from "./websocket.js"; export const transports = { websocket: WS };',
  })),
};

const { outputFiles, metafile } = await bundle({
  entryPoints: ["frontend/app.ts", "frontend/app.css"],
  format: "esm",
  splitting: true,
  metafile: true,
  loader: { ".woff2": "file" },
  plugins: [websocketAlone],
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
});
const shell = await bundle({ entryPoints: ["frontend/shell.ts", "frontend/push.ts"], format: "esm", metafile: true });
const outputs = { ...metafile.outputs, ...shell.metafile.outputs };
const kept = Object.keys(outputs).map((path) => basename(path)).sort();
const files = kept.filter((name) => /\.(js|css|woff2)$/.test(name)).map((name) => `/${FOLDER}/${name}`);
const version = createHash("sha256").update(kept.join()).digest("hex").slice(0, 12);
const worker = await bundle({
  entryPoints: ["frontend/worker.ts"],
  format: "iife",
  define: { VERSION: JSON.stringify(version), FILES: JSON.stringify(files) },
});

const all = [...outputFiles, ...shell.outputFiles, ...worker.outputFiles];
const made = new Map(all.map((file) => [basename(file.path), file.contents]));
const manifest = Object.fromEntries([...made.keys()].map((name) => [name.replace(HASH, ""), name]));
manifest.version = version;
manifest.nunito = manifest["nunito-latin-wght-normal.woff2"]; // what every page preloads
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
