/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cable of corpus/ under one policy, against expected/POLICY.txt: exit status, changes, release; and
 * that `check` says of each what `redact` did.
 *
 *     golden POLICY                  compares, and shows what differs
 *     golden decisions               every file of corpus/decisions/ under public-release: CABLE--CASE.yaml
 * is what a reviewer decided of corpus/CABLE.txt; `verify` must agree TL_BLESS=1 golden POLICY       writes
 * what is as what shall be; never where CI=true
 *
 * A policy with `declassification: dates` is asked as of AS_OF.
 */
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "golden/lines.h"
#include "support/program.h"

#define AS_OF "2020-01-01"

enum { MOST_CABLES = 1000, MOST_SHOWN = 12 };

struct cables {
    char *names[MOST_CABLES]; /* of cables, or of files of decisions */
    size_t count;
};

/* What a case is run with, and on. */
struct setting {
    const struct folder *folder;
    const char *policy;
    char cable[300];
    char decisions[300]; /* empty: none */
};

static int name_order(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void find_cables(const char *where, const char *ending, struct cables *cables)
{
    DIR *dir = opendir(in_project(where));
    const struct dirent *entry;
    while (dir != NULL && (entry = readdir(dir)) != NULL && cables->count < MOST_CABLES) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot != NULL && strcmp(dot, ending) == 0) {
            cables->names[cables->count++] = strdup(entry->d_name);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    qsort(cables->names, cables->count, sizeof(cables->names[0]), name_order);
}

static const char *field(const json_t *record, const char *key)
{
    const char *text = json_string_value(json_object_get(record, key));
    return text != NULL ? text : "-";
}

/* "withheld marking paragraph 2" for each change. */
static void tell_changes(tl_slice log, struct tl_buf *out)
{
    for (size_t begin = 0; begin < log.len;) {
        const size_t newline = tl_slice_find(log, TL_LIT("\n"), begin);
        const size_t end = newline == TL_NONE ? log.len : newline;
        json_t *record = json_loadb((const char *)log.ptr + begin, end - begin, 0, NULL);
        if (record == NULL) {
            tl_buf_str(out, "a line of the log is not JSON\n");
        } else if (strcmp(field(record, "type"), "change") == 0) {
            tl_buf_format(out, "%s %s %s %s\n", field(record, "action"), field(record, "cause"),
                          field(record, "element"), field(record, "number"));
        }
        json_decref(record);
        begin = end + 1;
    }
}

static bool honours_dates(const char *policy)
{
    struct tl_buf text = {0};
    file_read(policy, &text);
    const bool is_so = buf_has(&text, "\ndeclassification: dates");
    tl_buf_release(&text);
    return is_so;
}

/* "CABLE--CASE.yaml" is about corpus/CABLE.txt; a cable is itself. */
static void settle(struct setting *setting, const char *name)
{
    const char *parting = strstr(name, "--");
    setting->decisions[0] = '\0';
    if (parting == NULL) {
        (void)snprintf(setting->cable, sizeof(setting->cable), "corpus/%s", name);
        return;
    }
    (void)snprintf(setting->cable, sizeof(setting->cable), "corpus/%.*s.txt", (int)(parting - name), name);
    (void)snprintf(setting->decisions, sizeof(setting->decisions), "corpus/decisions/%s", name);
}

/* The program on the cable of a case, with its policy, day and decisions; `words` ends with NULL. */
static int run_case(const struct setting *setting, bool has_decisions, const char *const *words,
                    const char *cable, struct spawn_result *result)
{
    const char *all[24];
    size_t count = 0;
    for (; words[count] != NULL; count++) {
        all[count] = words[count];
    }
    all[count++] = "-p";
    all[count++] = setting->policy;
    if (honours_dates(setting->policy) && strcmp(words[0], "verify") != 0) {
        all[count++] = "--as-of";
        all[count++] = AS_OF;
    }
    if (has_decisions && setting->decisions[0] != '\0') {
        all[count++] = "-d";
        all[count++] = in_project(setting->decisions);
    }
    all[count++] = cable;
    all[count] = NULL;
    return program_run(setting->folder, NULL, result, all);
}

/* What was told of decisions, without the folder of the project. */
static void tell_errors(const struct spawn_result *result, struct tl_buf *out)
{
    const tl_slice text = tl_buf_slice(&result->err);
    const tl_slice root = tl_str(TL_TEST_ROOT "/");
    for (size_t at = 0; at < text.len;) {
        if (tl_slice_starts(tl_slice_sub(text, at, text.len), root)) {
            at += root.len;
            continue;
        }
        tl_buf_byte(out, text.ptr[at++]);
    }
}

/*
 * The gate over the same cable: 0 exactly when the release is the original and no doubt was told, and 0 on
 * the release, without decisions (DESIGN 5, M18); a line when it is not so.  All forms take their turn.
 */
static void tell_gate(const struct setting *setting, int status, const struct tl_buf *original,
                      const struct tl_buf *release, size_t turn, struct tl_buf *out)
{
    static const char *const forms[] = {"text", "json", "sarif", "github"};
    struct spawn_result result;
    const char *words[] = {"check", "-q", "--format", forms[turn % TL_COUNT(forms)], NULL};
    const int checked = run_case(setting, true, words, in_project(setting->cable), &result);
    const bool is_same = status == 0 && release != NULL && buf_same(original, release);
    if ((checked == 0) != is_same || (status >= 64 && checked != status) ||
        (checked != 0 && checked < 64 && result.out.len == 0)) {
        tl_buf_format(out, "check %d, redact %d, the release is %s\n", checked, status,
                      is_same ? "the original" : "another");
    }
    spawn_release(&result);
    if (release != NULL) {
        const int again = run_case(setting, false, words, "release", &result);
        if (again != 0) {
            tl_buf_format(out, "check of the release: %d\n", again);
        }
        spawn_release(&result);
    }
}

/* `verify` decides again what a reviewer decided. */
static void tell_verify(const struct setting *setting, struct tl_buf *out)
{
    struct spawn_result result;
    const char *words[] = {"verify", "--log", "log.jsonl", in_project(setting->cable), NULL};
    const int status = run_case(setting, true, words, "release", &result);
    if (status != 0) {
        tl_buf_format(out, "verify: %d\n", status);
        tl_buf_add(out, tl_buf_slice(&result.out));
    }
    spawn_release(&result);
}

/* A run under the sanitizers takes long: there the gate is asked of every fifth cable, so that the forms
 * still take turns. */
static bool asks_gate(size_t turn)
{
#ifdef __SANITIZE_ADDRESS__
    return turn % 5 == 0;
#else
    (void)turn;
    return true;
#endif
}

static void tell_case(struct setting *setting, const char *name, size_t turn, struct tl_buf *out)
{
    struct spawn_result result;
    struct tl_buf original = {0};
    struct tl_buf log = {0};
    settle(setting, name);
    file_read(in_project(setting->cable), &original);
    const char *const words[] = {"redact", "--force", "--log", "log.jsonl", "-o", "release", NULL};
    const int status = run_case(setting, true, words, in_project(setting->cable), &result);
    tl_buf_format(out, "\n== %s\nstatus %d\n", name, status);
    if (setting->decisions[0] != '\0') {
        tell_errors(&result, out);
    }
    if (file_exists(setting->folder, "log.jsonl")) {
        file_read(in_folder(setting->folder, "log.jsonl"), &log);
        tell_changes(tl_buf_slice(&log), out);
    }
    const bool has_release = file_exists(setting->folder, "release");
    if (has_release) {
        file_read(in_folder(setting->folder, "release"), &log);
    }
    if (asks_gate(turn)) {
        tell_gate(setting, status, &original, has_release ? &log : NULL, turn, out);
    }
    if (has_release && setting->decisions[0] != '\0') {
        tell_verify(setting, out);
    }
    if (has_release) {
        lines_tell(tl_buf_slice(&original), tl_buf_slice(&log), out);
    } else {
        tl_buf_str(out, "no release\n");
    }
    (void)remove(in_folder(setting->folder, "log.jsonl"));
    (void)remove(in_folder(setting->folder, "release"));
    spawn_release(&result);
    tl_buf_release(&original);
    tl_buf_release(&log);
}

/* The part of `text` that begins with "== NAME", or nothing. */
static tl_slice part_of(tl_slice text, const char *cable)
{
    char head[300];
    (void)snprintf(head, sizeof(head), "\n== %s\n", cable);
    const size_t begin = tl_slice_find(text, tl_str(head), 0);
    if (begin == TL_NONE) {
        return (tl_slice){0};
    }
    const size_t end = tl_slice_find(text, TL_LIT("\n== "), begin + 1);
    return tl_slice_sub(text, begin, end == TL_NONE ? text.len : end);
}

static void show(char sign, tl_slice text)
{
    for (size_t begin = 0; begin < text.len;) {
        const size_t newline = tl_slice_find(text, TL_LIT("\n"), begin);
        const size_t end = newline == TL_NONE ? text.len : newline;
        printf("    %c %.*s\n", sign, (int)(end - begin), (const char *)text.ptr + begin);
        begin = end + 1;
    }
}

/* Number of cables of which something differs. */
static size_t compare(const struct cables *cables, tl_slice expected, tl_slice actual)
{
    size_t wrong = 0;
    for (size_t i = 0; i < cables->count; i++) {
        const tl_slice shall = part_of(expected, cables->names[i]);
        const tl_slice is = part_of(actual, cables->names[i]);
        if (tl_slice_eq(shall, is)) {
            continue;
        }
        wrong++;
        if (wrong <= MOST_SHOWN) {
            printf("%s differs; expected (-), is (+):\n", cables->names[i]);
            show('-', shall);
            show('+', is);
        } else {
            printf("%s differs\n", cables->names[i]);
        }
    }
    if (wrong == 0 && !tl_slice_eq(expected, actual)) {
        printf("the expected file tells of a cable that is not in corpus/\n");
        wrong++;
    }
    return wrong;
}

static int bless(const char *path, tl_slice text)
{
    const char *ci = getenv("CI");
    if (ci != NULL && strcmp(ci, "true") == 0) {
        fprintf(stderr, "golden: TL_BLESS is refused where CI=true: a person reads the difference first\n");
        return 2;
    }
    FILE *file = fopen(path, "w");
    bool is_written = file != NULL && fwrite(text.ptr, 1, text.len, file) == text.len;
    is_written = file != NULL && fclose(file) == 0 && is_written;
    if (!is_written) {
        fprintf(stderr, "golden: cannot write %s: %s\n", path, strerror(errno));
        return 2;
    }
    printf("%s is written; read the difference before it is kept\n", path);
    return 0;
}

int main(int argc, char **argv)
{
    char name[300];
    char policy[1024];
    struct cables cables = {0};
    struct folder folder;
    struct tl_buf actual = {0};
    struct tl_buf expected = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: golden POLICY|decisions\n");
        return 2;
    }
    const bool is_ruled = strcmp(argv[1], "decisions") == 0;
    (void)snprintf(name, sizeof(name), "policies/%s.yaml", is_ruled ? "public-release" : argv[1]);
    (void)snprintf(policy, sizeof(policy), "%s", in_project(name));
    (void)snprintf(name, sizeof(name), "tests/golden/expected/%s.txt", argv[1]);
    find_cables(is_ruled ? "corpus/decisions" : "corpus", is_ruled ? ".yaml" : ".txt", &cables);
    folder_make(&folder);
    tl_buf_format(&actual, "The cables of corpus/ under %s%s.yaml; read lines.h, write with TL_BLESS=1.\n",
                  is_ruled ? "corpus/" : "policies/", is_ruled ? "decisions/*" : argv[1]);
    struct setting setting = {.folder = &folder, .policy = policy};
    for (size_t i = 0; i < cables.count; i++) {
        tell_case(&setting, cables.names[i], i, &actual);
    }
    folder_remove(&folder);

    int status = 1;
    const char *will = getenv("TL_BLESS");
    if (cables.count == 0) {
        fprintf(stderr, "golden: there is no cable in corpus/\n");
    } else if (will != NULL && strcmp(will, "1") == 0) {
        status = bless(in_project(name), tl_buf_slice(&actual));
    } else {
        file_read(in_project(name), &expected);
        const size_t wrong = compare(&cables, tl_buf_slice(&expected), tl_buf_slice(&actual));
        printf("%zu cables, %zu differ\n", cables.count, wrong);
        status = wrong == 0 ? 0 : 1;
    }
    for (size_t i = 0; i < cables.count; i++) {
        free(cables.names[i]);
    }
    tl_buf_release(&actual);
    tl_buf_release(&expected);
    return status;
}
