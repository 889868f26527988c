// Builds the portal's shared stylesheet: Sass, then minified for browsers a cheap phone may still have.
// The result is committed, so that the portal itself needs Python only.
import { writeFileSync } from "node:fs";
import { browserslistToTargets, transform } from "lightningcss";
import { compile } from "sass";

const FROM = new URL("portal.scss", import.meta.url);
const TO = new URL("../chalicelib/portal/static/portal.css", import.meta.url);
const TARGETS = browserslistToTargets(["chrome 90", "firefox 90", "safari 14", "samsung 15"]);

const { css } = compile(FROM.pathname, { loadPaths: [new URL("node_modules", import.meta.url).pathname], quietDeps: true });
const { code } = transform({ filename: "portal.css", code: Buffer.from(css), minify: true, targets: TARGETS });
writeFileSync(TO, Buffer.concat([code, Buffer.from("\n")]));
