"""ICU's data, without what depends on a language.

ICU's data is a package of named items (icudt76l/root.res, icudt76l/zone/de.res, …): a header, the number of items,
a table of offsets of names and items, the names, the items. A reduced package is the same with fewer items; ICU falls
back to the root of each tree if an item is not there.
"""
import re
import struct

# Per folder of the package: the trees of locales keep the root, its table of locales, and plain English.
KEPT_LOCALES = re.compile(r"(root|en|en_US|en_US_POSIX|pool|res_index)\.res$")
# Data of no language that is in the trees of locales or beside them.
KEPT_TABLES = re.compile(
    r"(supplementalData|likelySubtags|zoneinfo64|timezoneTypes|metaZones|windowsZones|numberingSystems|"
    r"keyTypeData|metadata|currencyNumericCodes|dayPeriods|genderList|grammaticalFeatures|icustd|icuver|langInfo|"
    r"plurals|pluralRanges|units|tzdbNames|ucadata|ucadata-implicithan|(char|word|line|sent|title)\w*)\.\w+$")
# Without use here: names of characters, and the legacy encodings of East Asia and mainframes.
DROPPED = re.compile(r"(unames\.icu|\.cnv|\.dict|^translit/.*|^rbnf/(?!root).*)$")


def items_of(package):
    """The items of a package, as a list of (name, bytes), in the package's order."""
    header, magic1, magic2 = struct.unpack_from("<HBB", package, 0)
    if (magic1, magic2) != (0xDA, 0x27) or package[12:16] != b"CmnD" or package[8] != 0:
        raise ValueError("this is no little-endian package of ICU data")
    count, = struct.unpack_from("<I", package, header)
    table = [struct.unpack_from("<II", package, header + 4 + 8 * row) for row in range(count)]
    ends = [start for _, start in table[1:]] + [len(package) - header]
    items = []
    for (name, start), end in zip(table, ends):
        name_start = header + name
        name_end = package.index(b"\0", name_start)
        items.append((package[name_start:name_end].decode("ascii"),
                      package[header + start:header + end]))
    return items


def is_kept(name):
    """Whether an item stays; `name` is that of the package, e.g. icudt76l/zone/de.res."""
    path = name.split("/", 1)[1]
    if DROPPED.search(path):
        return False
    file = path.rsplit("/", 1)[-1]
    if file.endswith((".icu", ".nrm", ".spp")):
        return True
    return bool(KEPT_LOCALES.match(file) or KEPT_TABLES.match(file))


def reduced(package):
    """The package with the items that stay. Each item starts at a multiple of 16, as ICU's own tool puts it."""
    header, = struct.unpack_from("<H", package, 0)
    kept = [(name, data) for name, data in items_of(package) if is_kept(name)]
    names = bytearray()
    name_offsets = []
    names_start = 4 + 8 * len(kept)
    for name, _ in kept:
        name_offsets.append(names_start + len(names))
        names += name.encode("ascii") + b"\0"
    body = bytearray(names)
    padding = -(header + names_start + len(body)) % 16
    body += b"\xaa" * padding
    table = bytearray(struct.pack("<I", len(kept)))
    for (_, data), name_offset in zip(kept, name_offsets):
        body += b"\xaa" * (-(header + names_start + len(body)) % 16)
        table += struct.pack("<II", name_offset, names_start + len(body))
        body += data
    return bytes(package[:header]) + bytes(table) + bytes(body)
