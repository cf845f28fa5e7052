// Whether answers are what the description says, to the last member: reads {document, answers: [{path, status, asked, body}]} from
// standard input, prints how many there were, and exits with 1 where one has a member too many, too few, or of another type.

import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";

const { document, answers } = JSON.parse(readFileSync(0, "utf8"));

/** No object has members that the description does not name. */
const close = (schema) => {
  if (Array.isArray(schema)) return schema.forEach(close);
  if (schema === null || typeof schema !== "object") return;
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
  Object.values(schema).forEach(close);
};
close(document.components.schemas);

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(document, "api");

const described = ({ path, status }) => {
  const part = (text) => text.replaceAll("~", "~0").replaceAll("/", "~1");
  const media = status === 200 ? "application/json" : "application/problem+json";
  return encodeURI(`api#/paths/${part(path)}/get/responses/${status}/content/${part(media)}/schema`);
};

const wrong = answers.filter((answer) => {
  const valid = ajv.getSchema(described(answer));
  if (valid(answer.body)) return false;
  console.log(answer.asked, JSON.stringify(valid.errors, null, 1));
  return true;
});
console.log(`${answers.length} answers, ${wrong.length} not as described`);
process.exit(wrong.length ? 1 : 0);
