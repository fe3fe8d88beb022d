// Bundles src/main.js with what it uses into one script, beside a list of the
// licences of what is in it. The same sources give the same bytes:
//
//	npm ci && npm run build            writes ../bundle.js and ../bundle.sum
//	node build.mjs --out FOLDER        writes both there

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const flag = process.argv.indexOf("--out");
const out = flag > 0 ? process.argv[flag + 1] : join(here, "..");

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "utf8",
  legalComments: "none", // the notices stand together at the top instead
  metafile: true,
  write: false,
});

// An inline script ends at the first "</script" and one with "<!--" can end
// elsewhere; neither may come out of the bundler.
const code = result.outputFiles[0].text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const bundle = notices(Object.keys(result.metafile.inputs)) + code;
writeFileSync(join(out, "bundle.js"), bundle);
writeFileSync(join(out, "bundle.sum"), createHash("sha256").update(bundle).digest("hex") + "\n");

// notices are the licences of the packages that gave code to the bundle.
function notices(inputs) {
  const names = new Set(inputs.map((i) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(i)?.[1]).filter(Boolean));
  const texts = [...names].sort().map((name) => {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENCE"].map((f) => join(folder, f)).find(existsSync);
    if (!file) throw new Error(`${name} ${version} comes without a licence text`);
    return `${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}`;
  });
  return `/*\nThis script holds code of others under these licences.\n\n${texts.join("\n\n")}\n*/\n`.replaceAll("\r", "");
}
