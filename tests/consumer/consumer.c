/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody else's program: one header, one library. */
#include <stdio.h>
#include <string.h>
#include <tearline.h>

int main(int argc, char **argv)
{
    static const char cable[] = "UNCLAS NOVA SELA 000001\n\n1. (U) The pier is open.\n\n2. (S) It is not.\n";
    struct tearline_bytes report = {0};
    struct tearline_result result = {0};
    struct tearline_policy *policy = argc == 2 ? tearline_policy_load(argv[1], &report) : NULL;
    if (policy == NULL) {
        fwrite(report.ptr, 1, report.len, stderr);
        return 1;
    }
    const int status = tearline_redact(policy, NULL, cable, strlen(cable), &result);
    printf("%s %d\n", tearline_version(), status);
    fwrite(result.release.ptr, 1, result.release.len, stdout);
    tearline_result_release(&result);
    tearline_bytes_release(&report);
    tearline_policy_free(policy);
    return 0;
}
