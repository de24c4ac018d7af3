# SPDX-License-Identifier: Apache-2.0
"""sarif.py STATUS FILE...: each file is SARIF as sarif.schema.json says it, and refers to nothing that is not there.

STATUS is what the program ended with.  $TL_SARIF_SCHEMA names a copy of the schema that OASIS publishes, which is
then asked too.  77: there is no validator."""
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is not installed")
    sys.exit(77)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


schemas = [load(os.path.join(os.path.dirname(os.path.abspath(__file__)), "sarif.schema.json"))]
if os.environ.get("TL_SARIF_SCHEMA"):
    schemas.append(load(os.environ["TL_SARIF_SCHEMA"]))
validators = [jsonschema.validators.validator_for(schema)(schema) for schema in schemas]


def faults(document, status):
    for validator in validators:
        for error in validator.iter_errors(document):
            yield "/".join(map(str, error.absolute_path)) + ": " + error.message[:200]
            return
    run = document["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    notices = [notice["id"] for notice in run["tool"]["driver"]["notifications"]]
    invocation = run["invocations"][0]
    if len(set(rules)) < len(rules):
        yield "a rule stands there twice"
    if invocation["exitCode"] != status:
        yield "exit code %d, and the program ended with %d" % (invocation["exitCode"], status)
    if invocation["executionSuccessful"] != (status in (0, 1, 3)):
        yield "executionSuccessful does not go with the exit code"
    if status in (1, 3) and not run["results"]:
        yield "something exceeds, and there is no result"
    if status not in (0, 1, 3) and not invocation["toolExecutionNotifications"]:
        yield "something was not judged, and there is no notification"
    prints = set()
    for result in run["results"]:
        if rules[result["ruleIndex"]] != result["ruleId"]:
            yield "rule %s is not at its index" % result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        begin = (region["startLine"], region.get("startColumn", 1))
        end = (region["endLine"], region.get("endColumn", begin[1]))
        if end < begin:
            yield "a region ends before it begins: %s" % region
        prints.add(result["partialFingerprints"]["tearline/v1"])
    comes_again = any(result["ruleId"] == "cable/repeated" for result in run["results"])
    if len(prints) < len(run["results"]) and not comes_again:
        yield "two results have one fingerprint"
    for notice in invocation["toolExecutionNotifications"]:
        if "descriptor" in notice and notices[notice["descriptor"]["index"]] != notice["descriptor"]["id"]:
            yield "notification %s is not at its index" % notice["descriptor"]["id"]


failed = False
for name in sys.argv[2:]:
    for fault in faults(load(name), int(sys.argv[1])):
        print("%s: %s" % (name, fault))
        failed = True
sys.exit(failed)
