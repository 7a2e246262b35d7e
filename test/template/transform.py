#!/usr/bin/env python3
"""Writes transformed.json: template.yaml as the SAM transform expands it, offline. `--check` compares instead.

The tests read the committed file, so that they need no Python. It holds the SHA-256 of the template it was made from,
and a test compares that; whoever changes the template runs this script once more (aws-sam-translator 1.110).
"""
import hashlib
import json
import logging
import os
import sys
from pathlib import Path

try:
    import samtranslator
    from samtranslator.translator.transform import transform
    from samtranslator.yaml_helper import yaml_parse
except ImportError:
    sys.exit("transform.py: the Python package aws-sam-translator is needed and was not found; pip install aws-sam-translator")

# The transform asks boto3 for a region; only the partition of ARNs depends on it. Its logger warns of internal toggles.
os.environ["AWS_DEFAULT_REGION"] = "eu-central-1"
logging.disable(logging.WARNING)

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE.parent.parent / "template.yaml"
RESULT = HERE / "transformed.json"

# `sam build && sam deploy` replace these paths by objects in S3 before the transform runs; here they have no content.
CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
LOCATION = "s3://code-of-this-build/code.zip"


class NoManagedPolicies:
    """The transform asks for the names of AWS managed policies; functions bring their own role, so none is looked up."""

    def load(self):
        return {}


def transformed(text: str) -> str:
    template = yaml_parse(text)
    template["Globals"]["Function"].pop("CodeUri")
    for resource in template["Resources"].values():
        if resource["Type"] in CODE:
            resource["Properties"][CODE[resource["Type"]]] = LOCATION
    result = transform(template, {"AWS::Region": "eu-central-1"}, NoManagedPolicies())
    result["Metadata"] = {
        **result.get("Metadata", {}),
        "TemplateSha256": hashlib.sha256(text.encode()).hexdigest(),
        "Transform": f"aws-sam-translator {samtranslator.__version__}",
    }
    return json.dumps(result, indent=1, sort_keys=True) + "\n"


def main() -> None:
    result = transformed(TEMPLATE.read_text())
    if "--check" not in sys.argv:
        RESULT.write_text(result)
    elif not RESULT.exists() or RESULT.read_text() != result:
        sys.exit("transform.py: test/template/transformed.json is not what template.yaml gives; run test/template/transform.py")


if __name__ == "__main__":
    main()
