/* SPDX-License-Identifier: Apache-2.0 */
/* tearline audit: what was removed and why, months later, from the logs. */
#include <inttypes.h>
#include <unistd.h>

#include "base/io.h"
#include "base/nearest.h"
#include "cli/audit_inputs.h"
#include "cli/audit_text.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/wrap.h"
#include "ledger/audit_html.h"
#include "ledger/audit_json.h"
#include "ledger/audit_table.h"
#include "ledger/residue.h"

enum {
    OPT_FORMAT,
    OPT_PUBLIC,
    OPT_AS_OF,
    OPT_CABLE,
    OPT_RULE,
    OPT_DOUBT,
    OPT_KEPT,
    OPT_SINCE_POLICY,
    OPT_ORIGINAL,
    OPT_RELEASE,
    OPT_RESIDUE,
    OPT_COUNT
};

static const struct tl_option options[OPT_COUNT] = {
    [OPT_FORMAT] = {"format", 'f', "text|json|csv|html|vaughn|vaughn-html", "default text; vaughn is CSV"},
    [OPT_PUBLIC] = {"public", 0, NULL,
                    "only what may be public: number of the cable, verdict, element,\nlabel, withheld or "
                    "excised, exemptions, amount, commitment"},
    [OPT_AS_OF] = {"as-of", 0, "DATE",
                   "the day that ages are judged on; without it, that of each log.\nNo clock is read"},
    [OPT_CABLE] = {"cable", 0, "MRN", "one cable: what became of it (\"TOKYO 3100\")"},
    [OPT_RULE] = {"rule", 0, "ID", "what this rule removed or kept"},
    [OPT_DOUBT] = {"doubt", 0, NULL, "what rested on doubt"},
    [OPT_KEPT] = {"kept", 0, NULL, "what exceptions and failed checks kept"},
    [OPT_SINCE_POLICY] = {"since-policy", 0, "POLICY",
                          "whether policy and packs of the logs are this policy and its\npacks, by hash"},
    [OPT_ORIGINAL] = {"original", 0, "PATH", "an original, or a folder of originals"},
    [OPT_RELEASE] = {"release", 0, "PATH", "a release, or a folder of releases"},
    [OPT_RESIDUE] = {"residue", 0, NULL,
                     "with --original and --release, without a log: names, numbers and\nrare words that are "
                     "withheld somewhere and released elsewhere"},
};

static const struct tl_command command = {
    "audit",
    "[options] LOG...",
    "Says what was removed and why: first what needs a human, then the counts.",
    "One command each:\n"
    "  what left of a cable?                    audit --cable MRN LOG...\n"
    "  what did a rule remove, or keep?         audit --rule ID LOG...\n"
    "  which exemptions were used how often?    audit LOG...\n"
    "  what rested on doubt?                    audit --doubt LOG...\n"
    "  what did exceptions keep?                audit --kept LOG...\n"
    "  did policy or packs change since?        audit --since-policy POLICY LOG...\n\n"
    "Without --cable, --rule, --doubt and --kept the text is a summary of all logs; with them, the records\n"
    "that are asked for.  Three counts are given: spans, documents (cables), requests (a log is one).\n"
    "With originals and releases at hand, html shows them side by side, and leftovers are listed: such\n"
    "reports hold text of the cables.  All others have no more of it than post and number; --public leaves\n"
    "those out too where the release does.\n\n"
    "Exit status 0: done.  1: a log is not whole, the policy differs, no such cable is in the logs, a "
    "release\n"
    "at hand does not follow, or there is residue.  2: no record of\n"
    "any log names the rule of --rule.  65: a line of a log is no record.",
    options,
    OPT_COUNT,
};

enum format { FORMAT_TEXT = 0, FORMAT_JSON, FORMAT_CSV, FORMAT_HTML, FORMAT_VAUGHN, FORMAT_VAUGHN_HTML };
static const char *const formats[] = {"text", "json", "csv", "html", "vaughn", "vaughn-html", NULL};

enum { FLUSH_BYTES = 1 << 20 };

/* One run. */
struct run {
    struct tl_arena arena;
    struct tl_audit audit;
    struct tl_audit_filter filter;
    enum format format;
    bool is_public;
    struct tl_texts originals, releases;
    struct tl_audit_json json;
    struct tl_audit_html html;
    struct tl_buf out;
    struct tl_buf rows; /* of the Vaughn page */
    uint64_t matched;   /* cables of which something was asked for */
    enum tl_status status;
};

/* --- what original and release add to a cable */

static void add_leftovers(struct tl_arena *arena, struct tl_audited_cable *cable, tl_slice original,
                          const struct tl_cable *release)
{
    const struct tl_cable_options none = {0};
    struct tl_cable read;
    struct tl_residue residue;
    tl_cable_parse(arena, original, &none, &read);
    tl_residue_find(arena, &read, release, &residue);
    for (size_t i = 0; i < residue.list.count; i++) {
        const struct tl_leftover *left = &residue.list.items[i];
        struct tl_need *need = tl_need_add(arena, cable, TL_NEED_LEFTOVER);
        need->line = left->line;
        need->record = cable->record;
        if (left->portion != NULL) {
            need->place = tl_audit_place(arena, true, left->portion->kind, left->portion->number);
        }
        need->text = tl_str(tl_arena_format(arena,
                                            "the %s \"%.*s\" is withheld here and stands in line %zu of "
                                            "the release",
                                            tl_leftover_name(left->kind), (int)left->word.len,
                                            (const char *)left->word.ptr, left->release_line));
    }
}

/* "RUEHC/SECSTATE WASHDC; NOVA SELA" of the TO lines. */
static tl_slice addressees(struct tl_arena *arena, const struct tl_cable *release)
{
    struct tl_buf text = {0};
    for (size_t i = 0; i < release->portions.count; i++) {
        const struct tl_portion *portion = &release->portions.items[i];
        const tl_slice line = tl_slice_trim(tl_span_of(release->bytes, portion->core));
        if (portion->kind == TL_KIND_ADDRESS && tl_slice_starts(line, TL_LIT("TO "))) {
            tl_buf_str(&text, text.len > 0 ? "; " : "");
            tl_buf_add(&text, tl_slice_trim(tl_slice_sub(line, 3, line.len)));
        }
    }
    const tl_slice out = tl_arena_dup(arena, tl_buf_slice(&text));
    tl_buf_release(&text);
    return out;
}

static void look_at_texts(struct run *run, struct tl_arena *arena, struct tl_audited_cable *cable)
{
    const struct tl_cable_options none = {0};
    struct tl_cable release;
    tl_slice original;
    tl_slice bytes;
    if (!cable->of.has_release || !tl_texts_find(&run->releases, &cable->of.release, &bytes)) {
        return;
    }
    tl_cable_parse(arena, bytes, &none, &release);
    cable->to = addressees(arena, &release);
    if (cable->of.has_original && tl_texts_find(&run->originals, &cable->of.original, &original)) {
        add_leftovers(arena, cable, original, &release);
    }
}

/* --- each cable */

static void flush(struct run *run, size_t above)
{
    if (run->out.len > above) {
        run->status = tl_status_worse(run->status, tl_emit_buf(&run->out));
    }
}

static void show_cable(void *context, struct tl_audit *audit, struct tl_arena *arena,
                       struct tl_audited_cable *cable)
{
    struct run *run = context;
    look_at_texts(run, arena, cable);
    run->matched += tl_audit_wants_any(&run->filter, cable);
    switch (run->format) {
    case FORMAT_TEXT:
        if (run->is_public && tl_audit_wants_cable(&run->filter, cable)) {
            tl_audit_text_public(&run->out, cable);
        } else if (!run->is_public && tl_audit_is_asked(&run->filter)) {
            tl_audit_text_cable(&run->out, &run->filter, cable);
        }
        break;
    case FORMAT_JSON:
        tl_audit_json_cable(&run->json, cable);
        break;
    case FORMAT_CSV:
        tl_audit_table_cable(&run->out, run->is_public ? TL_TABLE_PUBLIC : TL_TABLE_CHANGES, &run->filter,
                             cable);
        break;
    case FORMAT_HTML:
        tl_audit_html_cable(&run->html, audit, cable);
        break;
    case FORMAT_VAUGHN:
        tl_audit_table_cable(&run->out, TL_TABLE_VAUGHN, &run->filter, cable);
        break;
    case FORMAT_VAUGHN_HTML:
        tl_vaughn_html_cable(&run->rows, &run->filter, cable);
        break;
    }
    flush(run, FLUSH_BYTES);
}

static void begin(struct run *run)
{
    run->json = (struct tl_audit_json){
        .json = {.out = &run->out}, .filter = &run->filter, .is_public = run->is_public};
    run->html.is_public = run->is_public;
    run->html.originals = &run->originals;
    run->html.releases = &run->releases;
    if (run->format == FORMAT_JSON) {
        tl_audit_json_begin(&run->json, &run->audit);
    } else if (run->format == FORMAT_CSV) {
        tl_audit_table_head(&run->out, run->is_public ? TL_TABLE_PUBLIC : TL_TABLE_CHANGES);
    } else if (run->format == FORMAT_VAUGHN) {
        tl_audit_table_head(&run->out, TL_TABLE_VAUGHN);
    }
}

static void end(struct run *run)
{
    const bool is_asked = tl_audit_is_asked(&run->filter);
    switch (run->format) {
    case FORMAT_TEXT:
        if (!run->is_public && !is_asked) {
            tl_audit_text_summary(&run->out, &run->audit);
        } else if (!run->is_public) {
            tl_buf_format(&run->out, "cables with what was asked for: %" PRIu64 " of %" PRIu64 "\n",
                          run->matched, run->audit.cables);
        }
        break;
    case FORMAT_JSON:
        tl_audit_json_end(&run->json, &run->audit);
        break;
    case FORMAT_HTML:
        tl_audit_html_end(&run->html, &run->audit, &run->out);
        break;
    case FORMAT_VAUGHN_HTML:
        tl_vaughn_html_end(&run->rows, &run->out);
        break;
    case FORMAT_CSV:
    case FORMAT_VAUGHN:
        break;
    }
    flush(run, 0);
}

/* A rule that no record of any log names is a mistake of whoever asks. */
static void check_rule(struct run *run)
{
    enum { MOST_EDITS = 3 };
    const struct tl_audit_counts *rules = &run->audit.named;
    const char **names = tl_arena_alloc(&run->arena, rules->list.count, sizeof(char *));
    if (run->filter.rule.len == 0) {
        return;
    }
    for (size_t i = 0; i < rules->list.count; i++) {
        if (tl_slice_eq(rules->list.items[i].word, run->filter.rule)) {
            return;
        }
        names[i] = (const char *)tl_arena_dup(&run->arena, rules->list.items[i].word).ptr;
    }
    const char *nearest = tl_nearest(run->filter.rule, names, rules->list.count, MOST_EDITS);
    tl_warn("audit: %s rule %s%s%s%s",
            run->audit.logs.count == 1 ? "the log names no" : "none of the logs names a",
            (const char *)run->filter.rule.ptr, nearest == NULL ? "" : "; did you mean ",
            nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?");
    run->status = tl_status_worse(run->status, TL_USAGE);
}

static void audit_logs(struct run *run, const struct tl_args *args)
{
    struct tl_buf told = {0};
    struct tl_err err = {0};
    begin(run);
    for (size_t i = 0; i < args->file_count; i++) {
        const enum tl_status status = tl_audit_log(&run->audit, args->files[i], show_cable, run, &told);
        run->status = tl_status_worse(run->status, status);
        if (told.len > 0) {
            (void)tl_write_all(STDERR_FILENO, "standard error", tl_buf_slice(&told), &err);
            tl_buf_reset(&told);
        }
    }
    tl_audit_end(&run->audit);
    tl_buf_release(&told);
    if (!tl_audit_has_records(&run->audit)) {
        tl_buf_reset(&run->out); /* there is nothing to answer from, and that was told */
        return;
    }
    if (run->html.strange > 0) {
        tl_warn("audit: %" PRIu64
                " releases at hand do not follow from original and log; run tearline verify",
                run->html.strange);
        run->status = tl_status_worse(run->status, TL_NO);
    }
    if (run->filter.cable.len > 0 && run->matched == 0 && run->format != FORMAT_HTML) {
        tl_warn("audit: no cable of the logs has what was asked for; --cable takes post and number, as in "
                "\"TOKYO 3100\"");
        run->status = tl_status_worse(run->status, TL_NO);
    }
    check_rule(run);
    end(run);
}

/* --- --since-policy */

static const struct tl_source *source_named(const struct tl_policy *policy, tl_slice id, bool is_pack)
{
    for (size_t i = is_pack ? 1 : 0; i < (is_pack ? policy->source_count : 1); i++) {
        if (!is_pack || tl_slice_eq(policy->sources[i].id, id)) {
            return &policy->sources[i];
        }
    }
    return NULL;
}

/* One line for a policy or pack of a log; true when it is the same now. */
static bool tell_source(struct tl_buf *out, const struct tl_policy *policy,
                        const struct tl_logged_source *logged, bool is_pack)
{
    const struct tl_source *now = source_named(policy, logged->id, is_pack);
    const bool is_same = now != NULL &&
                         memcmp(now->hash.bytes, logged->sha256.bytes, sizeof(now->hash.bytes)) == 0 &&
                         tl_slice_eq(now->id, logged->id);
    char hex[TL_HEX];
    tl_buf_str(out, is_pack ? "  pack " : "  policy ");
    tl_put_plain(out, logged->id);
    tl_buf_str(out, is_same ? ": the same" : now == NULL ? ": no longer used" : ": changed");
    if (!is_same) {
        tl_buf_format(out, ", was %s", tl_hash_hex(&logged->sha256, hex));
        tl_buf_format(out, now == NULL ? "%s" : ", is %s", now == NULL ? "" : tl_hash_hex(&now->hash, hex));
    }
    tl_buf_byte(out, '\n');
    return is_same;
}

static bool tell_new_packs(struct tl_buf *out, const struct tl_policy *policy,
                           const struct tl_logged_run *run)
{
    bool is_same = true;
    for (size_t i = 1; i < policy->source_count; i++) {
        bool was_there = false;
        for (size_t k = 0; k < run->pack_count; k++) {
            was_there = was_there || tl_slice_eq(run->packs[k].id, policy->sources[i].id);
        }
        if (!was_there) {
            tl_buf_str(out, "  pack ");
            tl_put_plain(out, policy->sources[i].id);
            tl_buf_str(out, ": was not used\n");
            is_same = false;
        }
    }
    return is_same;
}

static enum tl_status tell_since(struct run *run, const char *path)
{
    struct tl_policy *policy = NULL;
    const enum tl_status opened = tl_open_policy(path, &policy);
    if (opened != TL_OK) {
        return opened;
    }
    bool is_same = true;
    for (size_t i = 0; i < run->audit.logs.count; i++) {
        const struct tl_audited_log *log = &run->audit.logs.items[i];
        tl_put_plain(&run->out, tl_str(log->name));
        tl_buf_byte(&run->out, '\n');
        if (!log->has_run) {
            tl_buf_str(&run->out, "  no run record: nobody knows\n");
            is_same = false;
            continue;
        }
        is_same = tell_source(&run->out, policy, &log->run.policy, false) && is_same;
        for (size_t k = 0; k < log->run.pack_count; k++) {
            is_same = tell_source(&run->out, policy, &log->run.packs[k], true) && is_same;
        }
        is_same = tell_new_packs(&run->out, policy, &log->run) && is_same;
    }
    tl_buf_str(&run->out, is_same ? "nothing changed since\n" : "something changed since\n");
    tl_policy_free(policy);
    return is_same ? TL_OK : TL_NO;
}

static void compare_policy(struct run *run, const struct tl_args *args)
{
    struct tl_buf told = {0};
    struct tl_err err = {0};
    for (size_t i = 0; i < args->file_count; i++) {
        run->status =
            tl_status_worse(run->status, tl_audit_log(&run->audit, args->files[i], NULL, NULL, &told));
    }
    if (told.len > 0) {
        (void)tl_write_all(STDERR_FILENO, "standard error", tl_buf_slice(&told), &err);
    }
    if (tl_audit_has_records(&run->audit)) {
        run->status = tl_status_worse(run->status, tell_since(run, args->values[OPT_SINCE_POLICY]));
    }
    flush(run, 0);
    tl_buf_release(&told);
}

/* --- --residue */

static void put_leftover(struct tl_buf *out, struct tl_arena *arena, const struct tl_leftover *left)
{
    const tl_slice from = left->portion == NULL
                              ? TL_LIT("-")
                              : tl_audit_place(arena, true, left->portion->kind, left->portion->number);
    const tl_slice to =
        left->release_portion == NULL
            ? TL_LIT("-")
            : tl_audit_place(arena, true, left->release_portion->kind, left->release_portion->number);
    tl_put_column(out, tl_str(tl_leftover_name(left->kind)), 11);
    tl_put_column(out, left->word, 20);
    tl_buf_format(out, "withheld at line %zu, %.*s (%zu times); released at line %zu, %.*s (%zu times)\n",
                  left->line, (int)from.len, (const char *)from.ptr, left->withheld, left->release_line,
                  (int)to.len, (const char *)to.ptr, left->released);
}

static enum tl_status find_residue(struct run *run, const char *original, const char *release)
{
    const struct tl_cable_options none = {0};
    struct tl_cable cables[2];
    struct tl_residue residue;
    struct tl_buf bytes[2] = {{0}, {0}};
    enum tl_status status = tl_open_cable(original, &bytes[0]);
    status = status == TL_OK ? tl_open_cable(release, &bytes[1]) : status;
    if (status == TL_OK) {
        tl_cable_parse(&run->arena, tl_buf_slice(&bytes[0]), &none, &cables[0]);
        tl_cable_parse(&run->arena, tl_buf_slice(&bytes[1]), &none, &cables[1]);
        tl_residue_find(&run->arena, &cables[0], &cables[1], &residue);
        if (residue.is_other_cable) {
            tl_warn("audit: %s is no release of %s: post or number differ", release, original);
            status = TL_DATA;
        }
        for (size_t i = 0; i < residue.list.count; i++) {
            put_leftover(&run->out, &run->arena, &residue.list.items[i]);
        }
        if (status == TL_OK && residue.list.count > 0) {
            status = TL_NO;
        }
    }
    tl_buf_release(&bytes[0]);
    tl_buf_release(&bytes[1]);
    return status;
}

/* --- the command line */

static bool is_given(const struct tl_args *args, size_t option)
{
    return args->values[option] != NULL;
}

static enum tl_status check_residue(const struct tl_args *args)
{
    static const size_t others[] = {OPT_FORMAT, OPT_PUBLIC, OPT_AS_OF, OPT_CABLE,
                                    OPT_RULE,   OPT_DOUBT,  OPT_KEPT,  OPT_SINCE_POLICY};
    if (!is_given(args, OPT_ORIGINAL) || !is_given(args, OPT_RELEASE) || args->file_count > 0) {
        return tl_usage(&command, "--residue takes --original FILE and --release FILE, and no log");
    }
    for (size_t i = 0; i < TL_COUNT(others); i++) {
        if (is_given(args, others[i])) {
            return tl_usage(&command, "--residue and --%s do not go together", options[others[i]].name);
        }
    }
    return TL_OK;
}

static enum tl_status check_args(const struct tl_args *args, enum format format)
{
    static const size_t internal[] = {OPT_RULE,     OPT_DOUBT,   OPT_KEPT,
                                      OPT_ORIGINAL, OPT_RELEASE, OPT_SINCE_POLICY};
    static const size_t filters[] = {OPT_CABLE, OPT_RULE, OPT_DOUBT, OPT_KEPT};
    if (args->file_count == 0) {
        return tl_usage(&command, "name a change log: audit LOG...");
    }
    for (size_t i = 0; is_given(args, OPT_PUBLIC) && i < TL_COUNT(internal); i++) {
        if (is_given(args, internal[i])) {
            return tl_usage(&command,
                            "--public and --%s do not go together: the public edition does not tell it",
                            options[internal[i]].name);
        }
    }
    if (is_given(args, OPT_PUBLIC) && (format == FORMAT_VAUGHN || format == FORMAT_VAUGHN_HTML)) {
        return tl_usage(&command, "--public has no Vaughn index: it names levels; say --format csv");
    }
    for (size_t i = 0; (format == FORMAT_HTML || is_given(args, OPT_SINCE_POLICY)) && i < TL_COUNT(filters);
         i++) {
        if (is_given(args, filters[i])) {
            return tl_usage(&command, "--%s does not go with %s", options[filters[i]].name,
                            format == FORMAT_HTML ? "--format html, which shows all" : "--since-policy");
        }
    }
    if (is_given(args, OPT_SINCE_POLICY) && format != FORMAT_TEXT) {
        return tl_usage(&command, "--since-policy answers as text only");
    }
    return TL_OK;
}

static enum tl_status read_args(const struct tl_args *args, struct run *run)
{
    size_t format = 0;
    struct tl_date as_of = {0};
    enum tl_status status = tl_args_choice(args, OPT_FORMAT, formats, &format);
    status = status == TL_OK ? tl_args_date(args, OPT_AS_OF, &as_of) : status;
    if (status == TL_OK) {
        status = is_given(args, OPT_RESIDUE) ? check_residue(args) : check_args(args, (enum format)format);
    }
    run->format = (enum format)format;
    run->is_public = is_given(args, OPT_PUBLIC);
    run->filter = (struct tl_audit_filter){.cable = tl_str(args->values[OPT_CABLE]),
                                           .rule = tl_str(args->values[OPT_RULE]),
                                           .wants_doubt = is_given(args, OPT_DOUBT),
                                           .wants_kept = is_given(args, OPT_KEPT)};
    tl_audit_init(&run->audit, as_of);
    if (status == TL_OK && !is_given(args, OPT_RESIDUE) && is_given(args, OPT_ORIGINAL)) {
        status = tl_open_texts(&run->arena, args->values[OPT_ORIGINAL], &run->originals);
    }
    if (status == TL_OK && !is_given(args, OPT_RESIDUE) && is_given(args, OPT_RELEASE)) {
        status = tl_open_texts(&run->arena, args->values[OPT_RELEASE], &run->releases);
    }
    return status;
}

int tl_cmd_audit(int argc, char **argv)
{
    struct tl_args args;
    struct run run = {0};
    if (!tl_args_read(&command, argc, argv, &args, &run.status)) {
        return (int)run.status;
    }
    run.status = read_args(&args, &run);
    if (run.status == TL_OK && is_given(&args, OPT_RESIDUE)) {
        run.status = find_residue(&run, args.values[OPT_ORIGINAL], args.values[OPT_RELEASE]);
        flush(&run, 0);
    } else if (run.status == TL_OK && is_given(&args, OPT_SINCE_POLICY)) {
        compare_policy(&run, &args);
    } else if (run.status == TL_OK) {
        audit_logs(&run, &args);
    }
    tl_audit_html_release(&run.html);
    tl_audit_release(&run.audit);
    tl_buf_release(&run.rows);
    tl_buf_release(&run.out);
    tl_arena_release(&run.arena);
    return (int)run.status;
}
