// Values of questions: what a typed text means, and whether a schema allows a value.
//
// The rules are those of ValueSchema and AnswerForm in Swift.

const BOUNDS = [
  ["minimum", (value) => (typeof value === "number" ? value : null), (size, bound) => size < bound],
  ["maximum", (value) => (typeof value === "number" ? value : null), (size, bound) => size > bound],
  ["exclusiveMinimum", (value) => (typeof value === "number" ? value : null), (size, bound) => size <= bound],
  ["exclusiveMaximum", (value) => (typeof value === "number" ? value : null), (size, bound) => size >= bound],
  ["minLength", (value) => (typeof value === "string" ? [...value].length : null), (size, bound) => size < bound],
  ["maxLength", (value) => (typeof value === "string" ? [...value].length : null), (size, bound) => size > bound],
  ["minItems", (value) => (Array.isArray(value) ? value.length : null), (size, bound) => size < bound],
  ["maxItems", (value) => (Array.isArray(value) ? value.length : null), (size, bound) => size > bound],
];

const WORDS = {
  minimum: "at least", maximum: "at most", exclusiveMinimum: "over", exclusiveMaximum: "under",
  minLength: "at least this many characters:", maxLength: "at most this many characters:",
  minItems: "at least this many items:", maxItems: "at most this many items:",
};

function isOf(type, value) {
  switch (type) {
    case "string": return typeof value === "string";
    case "number": return typeof value === "number";
    case "integer": return Number.isInteger(value);
    case "boolean": return typeof value === "boolean";
    case "array": return Array.isArray(value);
    case "object": return value !== null && typeof value === "object" && !Array.isArray(value);
    case "null": return value === null;
    default: return false;
  }
}

function equalValues(left, right) { return canonical(left) === canonical(right); }

/** Returns JSON with sorted keys, the same for equal values. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/**
 * Returns what is wrong with a value, or null if the schema allows it.
 *
 * @param schema a JSON Schema with the keywords of ValueSchema
 * @param value any JSON value
 */
export function complaint(schema, value, place = "the answer") {
  const types = schema.type === undefined ? null : [schema.type].flat();
  if (types && !types.some((type) => isOf(type, value))) return `${place} is not of type ${types.join(" or ")}`;
  if (schema.enum && !schema.enum.some((one) => equalValues(one, value))) {
    return `${place} is none of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`;
  }
  if (schema.const !== undefined && !equalValues(schema.const, value)) {
    return `${place} is not ${JSON.stringify(schema.const)}`;
  }
  if (schema.anyOf && schema.anyOf.every((one) => complaint(one, value, place) !== null)) {
    return `${place} fits none of the forms allowed`;
  }
  for (const [key, measure, breaks] of BOUNDS) {
    const size = measure(value);
    if (typeof schema[key] === "number" && size !== null && breaks(size, schema[key])) {
      return `${place} must be ${WORDS[key]} ${schema[key]}`;
    }
  }
  if (typeof schema.multipleOf === "number" && schema.multipleOf > 0 && typeof value === "number") {
    const count = value / schema.multipleOf;
    // Decimal steps such as 0.1 have no exact double.
    if (Math.abs(count - Math.round(count)) > 1e-9 * Math.max(1, Math.abs(count))) {
      return `${place} must be a multiple of ${schema.multipleOf}`;
    }
  }
  if (Array.isArray(value)) {
    if (schema.uniqueItems === true && new Set(value.map(canonical)).size < value.length) {
      return `${place} has an item twice`;
    }
    if (isOf("object", schema.items)) {
      for (const [index, item] of value.entries()) {
        const fault = complaint(schema.items, item, `${place}[${index}]`);
        if (fault) return fault;
      }
    }
  }
  if (!isOf("object", value)) return null;
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) return `${place} has no "${key}"`;
  }
  for (const [key, member] of Object.entries(value)) {
    const has = schema.properties && Object.hasOwn(schema.properties, key);
    const rules = has ? schema.properties[key] : schema.additionalProperties;
    if (rules === false) return `${place} must not have "${key}"`;
    const fault = isOf("object", rules) ? complaint(rules, member, `${place}.${key}`) : null;
    if (fault) return fault;
  }
  return null;
}

/**
 * Reads a typed answer.
 *
 * @returns {{value: *}|{problem: string}}
 */
export function readAnswer(question, text) {
  const trimmed = text.trim();
  if (!trimmed) return { problem: `Type an answer: ${question.wanted}` };
  let value = text;
  if (question.form === "number") {
    const plain = /^-?\d+,\d+$/.test(trimmed) ? trimmed.replace(",", ".") : trimmed;
    value = Number(plain);
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) || !Number.isFinite(value)) {
      return { problem: `"${trimmed}" is not a number` };
    }
    if (question.whole && !Number.isInteger(value)) return { problem: `"${trimmed}" is not a whole number` };
  } else if (question.form === "json") {
    try { value = JSON.parse(trimmed); } catch (error) {
      return { problem: `this is not JSON yet: ${error.message}` };
    }
  }
  const fault = question.schema ? complaint(question.schema, value) : null;
  return fault ? { problem: fault } : { value };
}

/** Returns a value in the words of the question's answers. */
export function valueText(question, value) {
  const choice = question.choices?.find((one) => equalValues(one.value, value));
  if (choice) return choice.text;
  if (question.form === "choices" && Array.isArray(value)) {
    return value.length ? value.map((one) => valueText({ choices: question.choices }, one)).join(", ") : "none of them";
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Returns whether a value passes, or null if the question does not say. */
export function passes(question, value) {
  if (question.pass?.length) return question.pass.some((one) => equalValues(one, value));
  return typeof value === "boolean" ? value : null;
}
