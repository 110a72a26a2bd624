#!/usr/bin/env python3
"""An optimizer for git-judge: people's reasons where they disagree with the judge, as guidelines."""

import json
import sys

task = json.load(sys.stdin)
judge = task["judge"]
guidelines = judge.setdefault("guidelines", [])
known = {guideline["guideline_text"] for guideline in guidelines}
for example in task["examples"]:
    if example.get("verdict") == example["label"]:
        continue
    for vote in example["votes"]:
        reason = vote.get("rationale")
        if not reason or vote["value"] != example["label"] or reason in known:
            continue
        known.add(reason)
        guidelines.append({
            "guideline_text": "%s: %s" % (example["label"], reason),
            "source_assessment_ids": [vote["assessment_id"]],
            "source_trace_ids": [example["trace_id"]],
        })
del guidelines[20:]
json.dump(judge, sys.stdout)
