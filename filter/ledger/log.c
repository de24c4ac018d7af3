/* SPDX-License-Identifier: Apache-2.0 */
/* What each record of the change log says (DESIGN section 6).  Keys are written in their order. */
#include "ledger/log.h"

#include "base/utf8.h"
#include "ledger/commitment.h"
#include "ledger/keys.h"
#include "ledger/record.h"
#include "tearline.h"

static void put_source(struct tl_json *json, const struct tl_source *source)
{
    tl_json_object(json);
    tl_json_put_slice(json, TL_KEY_ID, source->id);
    tl_put_hash(json, TL_KEY_SHA256, &source->hash);
    tl_json_object_end(json);
}

static void put_packs(struct tl_json *json, const struct tl_policy *policy)
{
    if (policy->source_count < 2) {
        return;
    }
    tl_json_key(json, TL_KEY_PACKS);
    tl_json_array(json);
    for (size_t i = 1; i < policy->source_count; i++) {
        put_source(json, &policy->sources[i]);
    }
    tl_json_array_end(json);
}

/* What is taken from each line of jsonl. */
static void put_fields(struct tl_json *json, const struct tl_log_run *run)
{
    if (run->text_field.len == 0) {
        return;
    }
    tl_json_key(json, TL_KEY_FIELDS);
    tl_json_object(json);
    if (run->id_field.len > 0) {
        tl_json_put_slice(json, TL_KEY_ID, run->id_field);
    }
    tl_put_words(json, TL_KEY_KEEP, run->kept_fields);
    tl_json_put_slice(json, TL_KEY_TEXT, run->text_field);
    tl_json_object_end(json);
}

void tl_log_init(struct tl_log *log, const struct tl_log_run *run)
{
    struct tl_record record;
    *log = (struct tl_log){.run = *run};
    memset(log->prev, '0', TL_HEX - 1);
    const bool is_given = tl_date_valid(run->as_of);
    const struct tl_policy *policy = run->policy;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    tl_put_date(json, TL_KEY_AS_OF, is_given ? run->as_of : run->judged_on);
    if (is_given || tl_date_valid(run->judged_on)) {
        tl_json_put_int(json, TL_KEY_AS_OF_FUTURE, run->is_as_of_future ? 1 : 0);
        tl_json_put_plain(json, TL_KEY_AS_OF_SOURCE, is_given ? "given" : "today");
    }
    if (run->assume != TL_RANK_UNKNOWN) {
        tl_json_put_plain(json, TL_KEY_ASSUME, tl_rank_name(run->assume));
    }
    tl_put_rulings(json, run->rulings);
    put_fields(json, run);
    if (run->follows != NULL) {
        tl_put_hash(json, TL_KEY_FOLLOWS, run->follows);
    }
    tl_json_put_str(json, TL_KEY_FRAME, run->frame);
    tl_record_hash(&record);
    tl_put_words(json, TL_KEY_LOOSENINGS, (struct tl_words){policy->loosenings, policy->loosening_count});
    if (run->max_cable > 0) {
        tl_json_put_int(json, TL_KEY_MAX_CABLE, run->max_cable);
    }
    put_packs(json, policy);
    tl_json_key(json, TL_KEY_POLICY);
    if (policy->source_count > 0) {
        put_source(json, &policy->sources[0]);
    } else {
        put_source(json, &(struct tl_source){.id = policy->id, .hash = policy->hash});
    }
    tl_record_prev(&record);
    tl_json_put_plain(json, TL_KEY_RUN_SECRET, run->is_secret_given ? "given" : "random");
    tl_put_words(json, TL_KEY_SEALED_FOR, run->sealed_for);
    tl_json_put_plain(json, TL_KEY_TOOL, "tearline");
    tl_json_put_plain(json, TL_KEY_TYPE, "run");
    tl_json_put_plain(json, TL_KEY_VERSION, TEARLINE_VERSION);
    tl_record_seal(&record);
}

static void put_claims(struct tl_json *json, const struct tl_cable *cable)
{
    if (cable->claims.count == 0) {
        return;
    }
    tl_json_key(json, TL_KEY_CLAIMS);
    tl_json_array(json);
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        tl_json_object(json);
        if (claim->is_damaged) {
            tl_json_put_int(json, TL_KEY_DAMAGED, 1);
        }
        if (claim->is_enclosed) {
            tl_json_put_int(json, TL_KEY_ENCLOSED, 1);
        }
        tl_json_put_plain(json, TL_KEY_FROM, tl_claim_name(claim->from));
        tl_json_put_plain(json, TL_KEY_LEVEL, tl_rank_name(tl_marking_rank(&claim->marking)));
        tl_json_put_int(json, TL_KEY_LINE, claim->line);
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

/* Type, order, codes and dates; events and names are text of the cable and stay out. */
static void put_instructions(struct tl_json *json, const struct tl_cable *cable)
{
    if (cable->instructions.count == 0) {
        return;
    }
    tl_json_key(json, TL_KEY_DECLASSIFICATION);
    tl_json_array(json);
    for (size_t i = 0; i < cable->instructions.count; i++) {
        const struct tl_instruction *instruction = &cable->instructions.items[i];
        tl_json_object(json);
        tl_put_words(json, TL_KEY_CODES, instruction->decl.codes);
        tl_put_date(json, TL_KEY_DATE, instruction->decl.date);
        if (instruction->decl.eo > 0) {
            tl_json_put_int(json, TL_KEY_EO, (uint64_t)instruction->decl.eo);
        }
        tl_json_put_int(json, TL_KEY_LINE, instruction->line);
        tl_json_put_plain(json, TL_KEY_TYPE, tl_decl_type_name(instruction->decl.type));
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

static size_t withheld_portions(const struct tl_release *release)
{
    size_t count = 0;
    for (size_t i = 0; i < release->cable->portions.count; i++) {
        count += release->decisions[i].is_released ? 0 : 1;
    }
    return count;
}

/* Words that a reader of the release does not get: those that changes took out, re-marking and what
 * puts text back aside. */
static uint64_t words_gone(const struct tl_release *release)
{
    uint64_t words = 0;
    if (release->verdict == TL_VERDICT_DENIED) {
        return tl_slice_words(release->cable->bytes);
    }
    for (size_t i = 0; i < release->edits.count; i++) {
        const struct tl_edit *edit = &release->edits.items[i];
        if (edit->action != TL_EDIT_REMARKED && edit->action != TL_EDIT_RESTORED) {
            words += tl_slice_words(tl_span_of(release->cable->bytes, edit->in));
        }
    }
    return words;
}

static void put_counts(struct tl_json *json, const struct tl_cable *cable, const struct tl_release *release)
{
    tl_json_key(json, TL_KEY_COUNTS);
    tl_json_object(json);
    if (release == NULL) {
        tl_json_put_int(json, TL_KEY_FINDINGS, cable->findings.count + 1);
        tl_json_put_int(json, TL_KEY_PORTIONS, cable->portions.count);
    } else {
        tl_json_put_int(json, TL_KEY_CHANGES, release->edits.count);
        tl_json_put_int(json, TL_KEY_COVERED, release->covered.count);
        if (release->applied.count > 0) {
            tl_json_put_int(json, TL_KEY_DECISIONS, release->applied.count);
        }
        tl_json_put_int(json, TL_KEY_FINDINGS,
                        cable->findings.count + release->notes.count + (release->repeats.seq > 0));
        tl_json_put_int(json, TL_KEY_KEPT, release->kept.count);
        tl_json_put_int(json, TL_KEY_PORTIONS, cable->portions.count);
        tl_json_put_int(json, TL_KEY_WITHHELD, withheld_portions(release));
        tl_json_put_int(json, TL_KEY_WORDS, tl_slice_words(cable->bytes));
        tl_json_put_int(json, TL_KEY_WORDS_GONE, words_gone(release));
    }
    tl_json_object_end(json);
}

static void put_frame(struct tl_json *json, const struct tl_log_source *source)
{
    if (source->frame != NULL) {
        tl_json_put_str(json, TL_KEY_FRAME, source->frame);
    }
}

/* `release` is NULL when an internal check failed. */
static void log_cable(struct tl_log *log, const struct tl_log_source *source, const struct tl_cable *cable,
                      const struct tl_release *release, const struct tl_hash *original)
{
    struct tl_record record;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    const enum tl_verdict verdict = release == NULL ? TL_VERDICT_DENIED : release->verdict;
    const tl_slice mrn = tl_cable_mrn(&log->arena, cable);
    log->cables++;
    tl_json_put_int(json, TL_KEY_AT, source->at);
    put_claims(json, cable);
    put_counts(json, cable, release);
    tl_put_date(json, TL_KEY_DATE, cable->date);
    put_instructions(json, cable);
    if (release != NULL && release->is_doubt) {
        tl_json_put_int(json, TL_KEY_DOUBT, 1);
    }
    put_frame(json, source);
    tl_record_hash(&record);
    if (mrn.len > 0) {
        tl_json_put_slice(json, TL_KEY_MRN, mrn);
    }
    tl_put_hash(json, TL_KEY_ORIGINAL_SHA256, original);
    tl_json_put_plain(json, TL_KEY_OVERALL, tl_rank_name(tl_marking_rank(&cable->overall)));
    tl_record_prev(&record);
    if (verdict != TL_VERDICT_DENIED) {
        const struct tl_hash released =
            tl_slice_eq(release->bytes, cable->bytes) ? *original : tl_sha256_one(release->bytes);
        tl_put_hash(json, TL_KEY_RELEASE_SHA256, &released);
        tl_json_put_plain(json, TL_KEY_RELEASED_AS, tl_rank_name(release->released_as));
    }
    tl_json_put_int(json, TL_KEY_SEQ, log->cables);
    tl_json_put_str(json, TL_KEY_SOURCE, source->name);
    tl_json_put_plain(json, TL_KEY_TYPE, "cable");
    tl_json_put_plain(json, TL_KEY_VERDICT, tl_verdict_name(verdict));
    tl_record_seal(&record);
}

static const struct tl_portion *portion_of(const struct tl_cable *cable, size_t portion)
{
    return portion < cable->portions.count ? &cable->portions.items[portion] : NULL;
}

static void put_element(struct tl_json *json, const struct tl_portion *portion)
{
    if (portion != NULL) {
        tl_json_put_plain(json, TL_KEY_ELEMENT, tl_kind_name(portion->kind));
    }
}

static void put_number(struct tl_json *json, const struct tl_portion *portion)
{
    if (portion != NULL && portion->number.len > 0) {
        tl_json_put_slice(json, TL_KEY_NUMBER, portion->number);
    }
}

static void put_rule(struct tl_json *json, const struct tl_rule *rule)
{
    if (rule != NULL) {
        tl_json_put_slice(json, TL_KEY_RULE, rule->id);
    }
}

static void put_rules(struct tl_json *json, const struct tl_edit *edit)
{
    if (edit->rule_count == 0) {
        return;
    }
    tl_json_key(json, TL_KEY_RULES);
    tl_json_array(json);
    for (size_t i = 0; i < edit->rule_count; i++) {
        tl_json_slice(json, edit->rules[i]->id);
    }
    tl_json_array_end(json);
}

/* Bytes that are no UTF-8 would not come back from JSON as they were, and the log must replay. */
static void put_replacement(struct tl_json *json, tl_slice replacement)
{
    if (tl_utf8_valid(replacement)) {
        tl_json_put_slice(json, TL_KEY_REPLACEMENT, replacement);
        return;
    }
    struct tl_buf hex = {0};
    tl_buf_hex(&hex, replacement);
    tl_json_put_slice(json, TL_KEY_REPLACEMENT_HEX, tl_buf_slice(&hex));
    tl_buf_release(&hex);
}

static void count_edit(struct tl_log *log, const struct tl_edit *edit)
{
    tl_log_count(log, TL_TALLY_ACTIONS, tl_str(tl_edit_action_name(edit->action)));
    for (size_t i = 0; i < edit->exemptions.count; i++) {
        tl_log_count(log, TL_TALLY_EXEMPTIONS, edit->exemptions.item[i]);
    }
    for (size_t i = 0; i < edit->reasons.count; i++) {
        if (!tl_words_has(edit->exemptions, edit->reasons.item[i])) {
            tl_log_count(log, TL_TALLY_EXEMPTIONS, edit->reasons.item[i]);
        }
    }
    for (size_t i = 0; i < edit->rule_count; i++) {
        tl_log_count(log, TL_TALLY_RULES, edit->rules[i]->id);
    }
}

/* Changes of a cable are numbered from 1; `from` names another change of the same cable.  `rank` is that of
 * the portion, if it is one. */
static void log_change(struct tl_log *log, const struct tl_release *release, size_t index,
                       const struct tl_hash *original, enum tl_rank rank)
{
    struct tl_record record;
    const struct tl_edit *edit = &release->edits.items[index];
    const struct tl_portion *portion = portion_of(release->cable, edit->portion);
    const struct tl_hash nonce =
        tl_nonce_make(log->run.secret, original, &release->policy->hash, log->cables, index + 1);
    const struct tl_hash commitment = tl_commitment_make(&nonce, tl_span_of(release->cable->bytes, edit->in));
    struct tl_json *json = &tl_record_open(&record, log)->json;
    tl_json_put_plain(json, TL_KEY_ACTION, tl_edit_action_name(edit->action));
    if (edit->ruling != NULL) {
        tl_put_ruled_by(json, edit->ruling);
    } else if (edit->by != NULL) {
        tl_json_put_str(json, TL_KEY_BY, edit->by);
    }
    tl_json_put_int(json, TL_KEY_CABLE, log->cables);
    tl_json_put_plain(json, TL_KEY_CAUSE, tl_cause_name(edit->cause));
    tl_put_hash(json, TL_KEY_COMMITMENT, &commitment);
    if (edit->ruling != NULL) {
        tl_put_date(json, TL_KEY_DATE, edit->ruling->date);
    }
    put_element(json, portion);
    tl_put_words(json, TL_KEY_EXEMPTIONS, edit->exemptions);
    if (edit->cause == TL_CAUSE_PROPAGATED && edit->from < release->edits.count) {
        tl_json_put_int(json, TL_KEY_FROM, edit->from + 1);
    }
    tl_record_hash(&record);
    tl_json_put_pair(json, TL_KEY_IN, edit->in.begin, edit->in.end);
    tl_json_put_pair(json, TL_KEY_LINES, edit->first_line, edit->last_line);
    if (portion != NULL && tl_span_len(portion->mark) > 0) {
        tl_json_put_slice(json, TL_KEY_MARKING, portion->own.text);
    }
    tl_put_hash(json, TL_KEY_NONCE, &nonce);
    put_number(json, portion);
    tl_json_put_pair(json, TL_KEY_OUT, edit->out.begin, edit->out.end);
    tl_record_prev(&record);
    if (portion != NULL) {
        tl_json_put_plain(json, TL_KEY_RANK, tl_rank_name(rank));
        if (edit->cause == TL_CAUSE_MARKING) {
            tl_json_put_plain(json, TL_KEY_REASON, tl_reason_name(release->decisions[edit->portion].reason));
        }
    }
    tl_put_words(json, TL_KEY_REASONS, edit->reasons);
    put_replacement(json, edit->replacement);
    if (edit->restores > 0) {
        tl_json_put_int(json, TL_KEY_RESTORES, edit->restores);
    }
    put_rule(json, edit->rule);
    put_rules(json, edit);
    tl_json_put_int(json, TL_KEY_SEQ, index + 1);
    tl_json_put_plain(json, TL_KEY_TYPE, "change");
    if (edit->why != NULL) {
        tl_json_put_str(json, TL_KEY_WHY, edit->why);
    }
    tl_record_seal(&record);
    count_edit(log, edit);
}

/* Changes of one portion stand together: its rank is asked for once. */
static void log_changes(struct tl_log *log, const struct tl_release *release, const struct tl_hash *original)
{
    size_t portion = TL_NONE;
    enum tl_rank rank = TL_RANK_UNKNOWN;
    for (size_t i = 0; i < release->edits.count; i++) {
        if (release->edits.items[i].portion != portion) {
            portion = release->edits.items[i].portion;
            rank = portion_of(release->cable, portion) == NULL
                       ? TL_RANK_UNKNOWN
                       : tl_marking_rank(&release->decisions[portion].judged);
        }
        log_change(log, release, i, original, rank);
    }
}

static void log_kept(struct tl_log *log, const struct tl_cable *cable, const struct tl_kept *kept)
{
    struct tl_record record;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    const struct tl_portion *portion = portion_of(cable, kept->portion);
    if (kept->exception != NULL) {
        tl_json_put_slice(json, TL_KEY_BY, kept->exception->by);
    }
    tl_json_put_int(json, TL_KEY_CABLE, log->cables);
    tl_json_put_plain(json, TL_KEY_CAUSE, kept->exception != NULL ? "exception" : "check");
    put_element(json, portion);
    tl_record_hash(&record);
    tl_json_put_pair(json, TL_KEY_IN, kept->in.begin, kept->in.end);
    tl_json_put_int(json, TL_KEY_LINE, kept->line);
    put_number(json, portion);
    tl_record_prev(&record);
    put_rule(json, kept->rule);
    tl_json_put_plain(json, TL_KEY_TYPE, "kept");
    if (kept->exception != NULL) {
        tl_put_date(json, TL_KEY_UNTIL, kept->exception->until);
        tl_json_put_slice(json, TL_KEY_WHY, kept->exception->why);
    }
    tl_record_seal(&record);
}

static void log_covered(struct tl_log *log, const struct tl_cable *cable, const struct tl_covered *covered)
{
    struct tl_record record;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    const struct tl_portion *portion = portion_of(cable, covered->portion);
    tl_json_put_int(json, TL_KEY_CABLE, log->cables);
    put_element(json, portion);
    tl_record_hash(&record);
    tl_json_put_pair(json, TL_KEY_IN, covered->in.begin, covered->in.end);
    tl_json_put_int(json, TL_KEY_LINE, covered->line);
    put_number(json, portion);
    tl_record_prev(&record);
    put_rule(json, covered->rule);
    tl_json_put_plain(json, TL_KEY_TYPE, "covered");
    tl_record_seal(&record);
}

static void log_finding(struct tl_log *log, const struct tl_cable *cable, const struct tl_note *note)
{
    struct tl_record record;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    const struct tl_portion *portion = cable == NULL ? NULL : portion_of(cable, note->portion);
    tl_json_put_int(json, TL_KEY_CABLE, log->cables);
    put_element(json, portion);
    tl_record_hash(&record);
    if (note->line > 0) {
        tl_json_put_int(json, TL_KEY_LINE, note->line);
    }
    put_number(json, portion);
    tl_record_prev(&record);
    put_rule(json, note->rule);
    tl_json_put_plain(json, TL_KEY_SLUG, note->slug);
    tl_json_put_plain(json, TL_KEY_TYPE, "finding");
    tl_record_seal(&record);
}

/* Two cables of one post and number in one run: the finding names both. */
static void log_repeated(struct tl_log *log, const struct tl_earlier *first)
{
    struct tl_record record;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    tl_json_put_int(json, TL_KEY_CABLE, log->cables);
    tl_json_put_int(json, TL_KEY_FIRST, first->seq);
    if (first->source != NULL) {
        tl_json_put_str(json, TL_KEY_FIRST_SOURCE, first->source);
    }
    tl_record_hash(&record);
    tl_record_prev(&record);
    tl_json_put_plain(json, TL_KEY_SLUG, "cable-repeated");
    tl_json_put_plain(json, TL_KEY_TYPE, "finding");
    tl_record_seal(&record);
}

static void log_findings(struct tl_log *log, const struct tl_cable *cable)
{
    for (size_t i = 0; i < cable->findings.count; i++) {
        const struct tl_finding *finding = &cable->findings.items[i];
        const struct tl_note note = {
            .slug = finding->slug, .portion = finding->portion, .line = finding->line};
        log_finding(log, cable, &note);
    }
}

void tl_log_cable(struct tl_log *log, const struct tl_log_source *source, const struct tl_release *release)
{
    const struct tl_cable *cable = release->cable;
    const struct tl_hash original = tl_sha256_one(cable->bytes);
    log_cable(log, source, cable, release, &original);
    tl_log_rulings(log, release);
    log_changes(log, release, &original);
    for (size_t i = 0; i < release->kept.count; i++) {
        log_kept(log, cable, &release->kept.items[i]);
    }
    for (size_t i = 0; i < release->covered.count; i++) {
        log_covered(log, cable, &release->covered.items[i]);
    }
    log_findings(log, cable);
    for (size_t i = 0; i < release->notes.count; i++) {
        log_finding(log, cable, &release->notes.items[i]);
    }
    if (release->repeats.seq > 0) {
        log_repeated(log, &release->repeats);
    }
}

void tl_log_failed(struct tl_log *log, const struct tl_log_source *source, const struct tl_cable *cable,
                   const char *slug)
{
    const struct tl_hash original = tl_sha256_one(cable->bytes);
    log_cable(log, source, cable, NULL, &original);
    log_findings(log, cable);
    log_finding(log, cable, &(struct tl_note){.slug = slug, .portion = TL_NONE});
}

void tl_log_rejected(struct tl_log *log, const struct tl_log_source *source, uint64_t length,
                     const char *slug)
{
    struct tl_record record;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    log->cables++;
    tl_json_put_int(json, TL_KEY_AT, source->at);
    put_frame(json, source);
    tl_record_hash(&record);
    tl_json_put_int(json, TL_KEY_LENGTH, length);
    tl_json_put_plain(json, TL_KEY_OVERALL, tl_rank_name(TL_RANK_UNKNOWN));
    tl_record_prev(&record);
    tl_json_put_int(json, TL_KEY_SEQ, log->cables);
    tl_json_put_str(json, TL_KEY_SOURCE, source->name);
    tl_json_put_plain(json, TL_KEY_TYPE, "cable");
    tl_json_put_plain(json, TL_KEY_VERDICT, tl_verdict_name(TL_VERDICT_DENIED));
    tl_record_seal(&record);
    log_finding(log, NULL, &(struct tl_note){.slug = slug, .portion = TL_NONE});
}

void tl_log_release(struct tl_log *log)
{
    tl_buf_release(&log->out);
    tl_buf_release(&log->line);
    tl_arena_release(&log->arena);
}
