// What a trace holds, for a reader: messages, documents, tool calls and answers.
//
// A part of a message is {spanID, path, value}: the path is a JSON pointer within the trace, or
// within the span if there is one. Quotations name both.

import { oneLine, plainText } from "./text.js";

function isObject(value) { return value !== null && typeof value === "object" && !Array.isArray(value); }

function step(path, key) { return `${path}/${String(key).replace(/~/g, "~0").replace(/\//g, "~1")}`; }

/** Returns the parts of a message's content: a text, a list of parts, or any other value. */
function contentParts(content, path, spanID) {
  if (!Array.isArray(content)) return content === null || content === undefined || content === "" ? [] : [{ spanID, path, value: content }];
  return content.map((part, index) => {
    const place = step(path, index);
    if (typeof part?.text === "string") return { spanID, path: step(place, "text"), value: part.text };
    if (typeof part?.content === "string") return { spanID, path: step(place, "content"), value: part.content };
    const address = part?.image_url?.url ?? part?.image_url ?? part?.source?.url;
    if (typeof address === "string") {
      // Pictures are never loaded from elsewhere.
      return { spanID, path: place, note: address.startsWith("data:") ? "a picture in the trace" : `a picture at ${address}` };
    }
    return { spanID, path: place, value: part };
  });
}

function argumentsOf(text) {
  if (typeof text !== "string") return text;
  try { return JSON.parse(text); } catch { return text; }
}

/** Returns the cards of chat messages. Results of tools stand with their calls. */
function messageCards(messages, path) {
  const cards = [];
  const calls = new Map();
  messages.forEach((message, index) => {
    const place = step(path, index);
    if (!isObject(message)) {
      cards.push({ role: "message", parts: [{ path: place, value: message }] });
      return;
    }
    const role = typeof message.role === "string" ? message.role : "message";
    const parts = contentParts(message.content, step(place, "content"));
    if (role === "tool" && message.outputs !== undefined) {
      cards.push(toolCard(message.name ?? "tool", message.inputs, step(place, "inputs"), message.outputs, step(place, "outputs")));
      return;
    }
    const call = role === "tool" ? calls.get(message.tool_call_id) : null;
    if (call) {
      call.results.push(...parts);
      return;
    }
    if (parts.length || !message.tool_calls?.length) cards.push({ role, name: message.name, parts });
    (Array.isArray(message.tool_calls) ? message.tool_calls : []).forEach((one, number) => {
      const inner = step(step(place, "tool_calls"), number);
      const name = one?.function?.name ?? one?.name ?? "tool";
      const given = one?.function ? one.function.arguments : one?.arguments ?? one?.args;
      const card = toolCard(name, argumentsOf(given), `${inner}${one?.function ? "/function" : ""}/arguments`);
      if (one?.id) calls.set(one.id, card);
      cards.push(card);
    });
  });
  return cards;
}

function toolCard(name, inputs, inputPath, outputs, outputPath, spanID) {
  const card = { role: "tool", name: String(name), parts: [], calls: [], results: [] };
  if (inputs !== null && inputs !== undefined) card.calls.push({ spanID, path: inputPath, value: inputs });
  if (outputs !== null && outputs !== undefined) card.results.push({ spanID, path: outputPath, value: outputs });
  return card;
}

/** Returns the parts of any value: a text, or one part per member of an object. */
function valueParts(value, path, skip = []) {
  if (value === null || value === undefined) return [];
  if (!isObject(value)) return [{ path, value }];
  const entries = Object.entries(value).filter(([key]) => !skip.includes(key));
  const isLone = entries.length === 1;
  return entries.map(([key, member]) => ({ path: step(path, key), value: member, label: isLone && typeof member === "string" ? null : key }));
}

function answerCards(outputs) {
  const message = outputs?.choices?.[0]?.message;
  if (isObject(message)) return messageCards([message], "/outputs/choices").map((card) => repath(card, "/outputs/choices/0/", "/outputs/choices/0/message/"));
  if (Array.isArray(outputs?.messages)) return messageCards(outputs.messages, "/outputs/messages");
  if (isObject(outputs) && typeof outputs.role === "string" && outputs.content !== undefined) {
    return messageCards([outputs], "/outputs").map((card) => repath(card, "/outputs/0/", "/outputs/"));
  }
  const parts = valueParts(outputs, "/outputs");
  return parts.length ? [{ role: "assistant", parts }] : [];
}

function repath(card, from, to) {
  for (const part of [...card.parts, ...(card.calls ?? []), ...(card.results ?? [])]) part.path = part.path.replace(from, to);
  return card;
}

/** Returns retrieved documents: those of the trace, else those of its retriever spans. */
function documentsOf(trace) {
  const documents = (trace.retrieved_context ?? []).map((value, index) => ({ value, path: `/retrieved_context/${index}` }));
  if (!documents.length) {
    for (const span of trace.spans ?? []) {
      if (span.type !== "RETRIEVER" || !Array.isArray(span.outputs)) continue;
      span.outputs.forEach((value, index) => documents.push({ value, path: `/outputs/${index}`, spanID: span.span_id }));
    }
  }
  return documents.map(({ value, path, spanID }, index) => {
    const key = ["page_content", "content", "text"].find((name) => typeof value?.[name] === "string");
    const address = value?.doc_uri ?? value?.metadata?.doc_uri;
    return {
      role: "document", number: index + 1, name: typeof address === "string" ? address : null,
      parts: [{ spanID, path: key ? step(path, key) : path, value: key ? value[key] : value }],
    };
  });
}

/**
 * Returns a trace as cards, in the order of the conversation.
 *
 * A card is {role, name, parts}, with `calls` and `results` for tools.
 */
export function cardsOf(trace) {
  const cards = [];
  if (trace.conversation?.length) {
    cards.push(...messageCards(trace.conversation, "/conversation"));
  } else {
    const messages = trace.inputs?.messages;
    const answered = Array.isArray(trace.outputs?.messages) ? trace.outputs.messages : null;
    if (Array.isArray(messages)) {
      const others = valueParts(trace.inputs, "/inputs", ["messages"]);
      if (others.length) cards.push({ role: "inputs", parts: others });
      cards.push(...messageCards(messages, "/inputs/messages"));
    } else {
      const parts = valueParts(trace.inputs, "/inputs");
      if (parts.length) cards.push({ role: "user", parts });
    }
    cards.push(...documentsOf(trace));
    const hasCalls = cards.some((card) => card.role === "tool") || answered?.some((message) => message?.tool_calls);
    if (!hasCalls) {
      for (const span of trace.spans ?? []) {
        if (span.type === "TOOL") cards.push(toolCard(span.name, span.inputs, "/inputs", span.outputs, "/outputs", span.span_id));
      }
    }
    cards.push(...answerCards(trace.outputs));
  }
  for (const [name, value] of Object.entries(trace.expectations ?? {})) {
    cards.push({ role: "expected", name, parts: [{ path: step("/expectations", name), value }] });
  }
  return cards;
}

/** Returns the first line of a trace, for the list. */
export function titleOf(trace) {
  const cards = cardsOf({ ...trace, spans: [], outputs: undefined });
  const card = cards.find((one) => one.role === "user" && one.parts.length) ?? cards.find((one) => one.parts?.length);
  // Of several texts, the longest says most.
  const texts = (card?.parts ?? []).filter((one) => typeof one.value === "string");
  const part = texts.reduce((best, one) => (best && best.value.length >= one.value.length ? best : one), undefined) ?? card?.parts[0];
  const text = part === undefined ? plainText(trace.outputs ?? "") : part.note ?? plainText(part.value);
  return oneLine(text) || "(empty)";
}

/** Returns the number of turns of a trace's conversation. */
export function turnsOf(trace) {
  const messages = trace.conversation?.length ? trace.conversation : trace.inputs?.messages;
  if (!Array.isArray(messages)) return 1;
  return Math.max(1, messages.filter((message) => message?.role === "user").length);
}
