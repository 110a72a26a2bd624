"""OTLP trace requests as bytes, from their JSON form, with Python's own library alone."""

import base64
import struct


def varint(number):
    number &= (1 << 64) - 1
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, data):
    """A length-delimited field."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def text(number, value):
    return field(number, value.encode()) if value else b""


def integer(number, value):
    return varint(number << 3) + varint(int(value)) if value else b""


def fixed64(number, value):
    return varint(number << 3 | 1) + struct.pack("<Q", int(value)) if value else b""


def any_value(value):
    """AnyValue of a plain JSON value."""
    if value is None:
        return b""
    if isinstance(value, bool):
        return varint(2 << 3) + varint(int(value))
    if isinstance(value, int):
        return varint(3 << 3) + varint(value)
    if isinstance(value, float):
        return varint(4 << 3 | 1) + struct.pack("<d", value)
    if isinstance(value, str):
        return field(1, value.encode())
    if isinstance(value, bytes):
        return field(7, value)
    if isinstance(value, list):
        return field(5, b"".join(field(1, any_value(item)) for item in value))
    return field(6, b"".join(key_value(1, key, item) for key, item in value.items()))


def key_value(number, key, value):
    return field(number, text(1, key) + field(2, any_value(value)))


def attributes(number, values):
    return b"".join(key_value(number, key, value) for key, value in (values or {}).items())


def identity(value):
    return bytes.fromhex(value or "")


KINDS = {"INTERNAL": 1, "SERVER": 2, "CLIENT": 3, "PRODUCER": 4, "CONSUMER": 5}


def span(value):
    """A span: trace_id and span_id in hexadecimal, times in nanoseconds, attributes as plain JSON."""
    status = value.get("status") or {}
    events = b"".join(
        field(11, fixed64(1, e.get("time", 0)) + text(2, e["name"]) + attributes(3, e.get("attributes")))
        for e in value.get("events", []))
    links = b"".join(
        field(13, field(1, identity(l["trace_id"])) + field(2, identity(l["span_id"])) + attributes(4, l.get("attributes")))
        for l in value.get("links", []))
    return (
        field(1, identity(value["trace_id"])) + field(2, identity(value["span_id"]))
        + (field(4, identity(value["parent_id"])) if value.get("parent_id") else b"")
        + text(5, value.get("name", "")) + integer(6, KINDS.get(value.get("kind", "INTERNAL"), 0))
        + fixed64(7, value.get("start", 0)) + fixed64(8, value.get("end", 0))
        + attributes(9, value.get("attributes")) + events + links
        + field(15, text(2, status.get("message", "")) + integer(3, status.get("code", 0))))


def request(spans, resource=None, scope="conformance"):
    """ExportTraceServiceRequest with these spans of one resource."""
    scoped = field(1, text(1, scope)) + b"".join(field(2, span(s)) for s in spans)
    return field(1, field(1, attributes(1, resource)) + field(2, scoped))


def json_value(value):
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [json_value(v) for v in value]}}
    if value is None:
        return {}
    return {"kvlistValue": {"values": json_attributes(value)}}


def json_attributes(values):
    return [{"key": k, "value": json_value(v)} for k, v in (values or {}).items()]


def json_request(spans, resource=None, scope="conformance", ids="hex"):
    """The same request as OTLP JSON; ids in hexadecimal, as the specification says, or in base64."""
    def shown(value):
        return value if ids == "hex" else base64.b64encode(bytes.fromhex(value)).decode()

    def one(value):
        out = {"traceId": shown(value["trace_id"]), "spanId": shown(value["span_id"]), "name": value.get("name", ""),
               "kind": KINDS.get(value.get("kind", "INTERNAL"), 0), "startTimeUnixNano": str(value.get("start", 0)),
               "endTimeUnixNano": str(value.get("end", 0)), "attributes": json_attributes(value.get("attributes")),
               "status": value.get("status") or {},
               "events": [{"name": e["name"], "timeUnixNano": str(e.get("time", 0)),
                           "attributes": json_attributes(e.get("attributes"))} for e in value.get("events", [])]}
        if value.get("parent_id"):
            out["parentSpanId"] = shown(value["parent_id"])
        return out

    return {"resourceSpans": [{"resource": {"attributes": json_attributes(resource)},
                               "scopeSpans": [{"scope": {"name": scope}, "spans": [one(s) for s in spans]}]}]}
