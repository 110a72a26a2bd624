/// What a Python script says of a wheel, as one JSON document.
enum WheelReport {
  static let script = #"""
    import base64, csv, email, hashlib, io, json, re, sys, zipfile

    wheel = zipfile.ZipFile(sys.argv[1])
    names = wheel.namelist()
    info = next(name.split("/")[0] for name in names if name.endswith(".dist-info/METADATA"))
    record = {row[0]: row[1:] for row in csv.reader(io.StringIO(wheel.read(f"{info}/RECORD").decode()))}

    def is_recorded(name):
        data = wheel.read(name)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        return record.get(name) == [f"sha256={digest}", str(len(data))]

    unrecorded = [name for name in names if name != f"{info}/RECORD" and not is_recorded(name)]
    unrecorded += sorted(set(record) - set(names))
    program = next(name for name in names if name.endswith(".data/scripts/git-judge"))
    metadata = email.message_from_string(wheel.read(f"{info}/METADATA").decode())
    print(json.dumps({
        "unrecorded": unrecorded,
        "program_mode": wheel.getinfo(program).external_attr >> 16 & 0o777,
        "summary": metadata["Summary"],
        "version": metadata["Version"],
        "license_files": metadata.get_all("License-File"),
        "local_links": len(re.findall(r"\]\((?!https?:|#|mailto:)", metadata.get_payload())),
        "package": sorted(name for name in names if name.startswith("git_judge/")),
        "pages": sorted(name.rsplit("/", 1)[1] for name in names if name.endswith(".1")),
    }))
    """#
}
