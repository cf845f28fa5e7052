// Whether the description of the API is one, by the OpenAPI Initiative's own schema:
//   curl http://127.0.0.1:7878/api/openapi.json | node openapi.mjs

import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const result = await validator.validate(JSON.parse(readFileSync(0, "utf8")));
console.log(JSON.stringify({ version: validator.version, ...result }, null, 1));
process.exit(result.valid ? 0 : 1);
