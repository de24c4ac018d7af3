/* SPDX-License-Identifier: Apache-2.0 */
/* `banner: strike`: what was written is read as if the struck words were not there, by every command. */
#include <dirent.h>
#include <stdio.h>

#include "cli/cli.h"

#define RECORD "policies/declassified-record.yaml"
#define DATED "-p", in_project(RECORD), "--as-of", "2020-01-01"

Test(cli_strike, every_cable_is_the_same_again_and_passes_check)
{
    struct scene s;
    DIR *dir = opendir(in_project("corpus"));
    const struct dirent *entry;
    size_t struck = 0;
    scene_begin(&s);
    cr_assert(dir != NULL);
    while ((entry = readdir(dir)) != NULL) {
        char name[300];
        struct tl_buf first = {0};
        const char *dot = strrchr(entry->d_name, '.');
        snprintf(name, sizeof(name), "corpus/%s", entry->d_name);
        if (dot == NULL || strcmp(dot, ".txt") != 0) {
            continue;
        }
        const int status =
            run(&s, WORDS("redact", DATED, "--log", "none", "--force", "-o", "release", in_project(name)));
        if (status != 0 && status != 3) {
            cr_expect(status == 65, "%s: %d: %s", name, status, buf_text(&s.result.err));
            continue;
        }
        file_read(in_folder(&s.folder, "release"), &first);
        struck += buf_has(&first, "[-");
        cr_expect(run(&s, WORDS("redact", DATED, "--log", "none", "release")) == 0, "%s again: %s", name,
                  buf_text(&s.result.err));
        cr_expect(buf_same(&first, &s.result.out), "%s: another release of its release", name);
        cr_expect(run(&s, WORDS("check", DATED, "release")) == 0, "%s: %s", name, buf_text(&s.result.out));
        tl_buf_release(&first);
    }
    cr_expect(struck > 50, "only %zu releases have struck words", struck);
    closedir(dir);
    scene_end(&s);
}

Test(cli_strike, a_declassified_record_keeps_its_old_words)
{
    static const char *const there[] = {"[-CONFIDENTIAL-] UNCLASSIFIED\n",
                                        "[-ZNY CCCCC-] ZNR UUUUU ZZH",
                                        "[-C O N F I D E N T I A L-] UNCLAS PORT ARDENT 000571",
                                        "SUBJECT: [-(C)-] (U) NIGHTJAR",
                                        "2. [-(C)-] (U) The NIGHTJAR pier",
                                        "   A. [-(C)-] (U) The NIGHTJAR crane",
                                        "3. [WITHHELD C (b)(1) 1.4(b) 1.4(d)]"};
    struct scene s;
    struct tl_buf log = {0};
    scene_begin(&s);
    cr_expect(run(&s, WORDS("redact", DATED, "--log", "log", in_project("corpus/s1-declassified.txt"))) == 0,
              "%s", buf_text(&s.result.err));
    for (size_t i = 0; i < TL_COUNT(there); i++) {
        cr_expect(buf_has(&s.result.out, there[i]), "%s in %s", there[i], buf_text(&s.result.out));
    }
    file_read(in_folder(&s.folder, "log"), &log);
    cr_expect(buf_has(&log, "\"action\":\"remarked\"") && buf_has(&log, "\"replacement\":\"[-(C)-] (U)\""));
    tl_buf_release(&log);
    scene_end(&s);
}
