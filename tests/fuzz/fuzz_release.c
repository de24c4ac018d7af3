/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Releases: the edits make the release, and what was written is accepted as it is.  The first byte chooses
 * the policy.
 */
#include "fuzz/fuzz.h"
#include "prop/prop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct prop_run run;
    struct prop_run again;
    if (size == 0) {
        return 0;
    }
    prop_open();
    const struct prop_policy *policy = prop_policy((enum prop_policy_name)(data[0] % PROP_SHIPPED));
    prop_run(policy, (tl_slice){data + 1, size - 1}, &run);
    const char *broken = prop_broken_edits(&run);
    HOLD(broken == NULL, broken);
    if (run.status == TL_OK || run.status == TL_DOUBT) {
        prop_run(policy, run.release.bytes, &again);
        broken = prop_broken_edits(&again);
        HOLD(broken == NULL, broken);
        if (getenv("TL_STRICT") != NULL) {
            HOLD(again.release.edits.count == 0, "a release is left as it is");
        }
        prop_run_end(&again);
    } else {
        HOLD(run.status == TL_INTERNAL || run.status == TL_NO, "a cable is released or refused");
        HOLD(getenv("TL_STRICT") == NULL || run.status != TL_INTERNAL, "no internal check fails");
    }
    prop_run_end(&run);
    return 0;
}
