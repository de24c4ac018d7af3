/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "cable/portion_name.h"
#include "cli/inspect.h"

static void put_words(struct tl_json *json, const char *key, struct tl_words words)
{
    if (words.count == 0) {
        return;
    }
    tl_json_key(json, key);
    tl_json_array(json);
    for (size_t i = 0; i < words.count; i++) {
        tl_json_slice(json, words.item[i]);
    }
    tl_json_array_end(json);
}

static void put_flag(struct tl_json *json, const char *key, bool is_set)
{
    if (is_set) {
        tl_json_put_bool(json, key, true);
    }
}

static void put_date(struct tl_json *json, const char *key, struct tl_date date)
{
    char text[TL_DATE_TEXT];
    if (tl_date_valid(date)) {
        tl_json_put_str(json, key, tl_date_render(date, text));
    }
}

static void put_marking(struct tl_json *json, const struct tl_marking *m)
{
    tl_json_object(json);
    put_words(json, "aea", m->aea);
    put_words(json, "display_to", m->display_to);
    put_words(json, "dissem", m->dissem);
    put_flag(json, "entire_text", m->is_entire_text);
    put_words(json, "fgi", m->fgi);
    put_words(json, "joint", m->joint);
    tl_json_put_str(json, "level", tl_level_name(m->level));
    put_words(json, "nato_ctl", m->nato_ctl);
    put_words(json, "nonic", m->nonic);
    if (m->owner.len > 0) {
        tl_json_put_slice(json, "owner", m->owner);
    }
    if (m->reason != NULL) {
        tl_json_put_str(json, "reason", m->reason);
    }
    put_words(json, "rel_to", m->rel_to);
    put_words(json, "sap", m->sap);
    put_words(json, "sci", m->sci);
    tl_json_put_slice(json, "text", m->text);
    put_words(json, "unknown", m->unknown);
    tl_json_put_bool(json, "valid", m->is_valid);
    tl_json_object_end(json);
}

static void put_claims(struct tl_json *json, const struct tl_cable *cable)
{
    tl_json_key(json, "claims");
    tl_json_array(json);
    for (size_t i = 0; i < cable->claims.count; i++) {
        const struct tl_claim *claim = &cable->claims.items[i];
        tl_json_object(json);
        put_flag(json, "damaged", claim->is_damaged);
        put_flag(json, "enclosed", claim->is_enclosed);
        tl_json_put_str(json, "from", tl_claim_name(claim->from));
        tl_json_put_str(json, "level", tl_rank_name(tl_marking_rank(&claim->marking)));
        tl_json_put_int(json, "line", claim->line);
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

static void put_declassification(struct tl_json *json, const struct tl_cable *cable)
{
    const struct tl_instruction *instruction = tl_main_instruction(cable);
    tl_json_key(json, "declassification");
    tl_json_object(json);
    if (instruction == NULL) {
        tl_json_put_str(json, "type", tl_decl_type_name(TL_DECL_MISSING));
    } else {
        const struct tl_decl *decl = &instruction->decl;
        put_date(json, "auto_date", decl->auto_date);
        put_date(json, "calc_date", decl->calc_date);
        put_words(json, "codes", decl->codes);
        put_date(json, "date", decl->date);
        if (decl->eo > 0) {
            tl_json_put_int(json, "eo", (uint64_t)decl->eo);
        }
        tl_json_put_int(json, "line", instruction->line);
        if (decl->reason != NULL) {
            tl_json_put_str(json, "reason", decl->reason);
        }
        tl_json_put_str(json, "type", tl_decl_type_name(decl->type));
        if (decl->warning != NULL) {
            tl_json_put_str(json, "warning", decl->warning);
        }
    }
    tl_json_object_end(json);
}

/* The mark stands in the first element of its portion; what continues it after furniture has none. */
static void put_element(struct tl_json *json, const struct tl_cable *cable, const struct tl_element *element,
                        tl_slice name)
{
    const struct tl_portion *portion = &cable->portions.items[element->portion];
    const bool is_first = element->span.begin == portion->span.begin && !portion->is_continuation;
    tl_json_object(json);
    tl_json_put_int(json, "begin", element->span.begin);
    tl_json_put_str(json, "effective_from", tl_from_name(portion->from));
    tl_json_put_int(json, "end", element->span.end);
    tl_json_put_str(json, "kind", tl_kind_name(element->kind));
    tl_json_put_int(json, "line", element->line);
    tl_json_key(json, "marking");
    if (is_first && tl_span_len(portion->mark) > 0) {
        put_marking(json, &portion->own);
    } else {
        tl_json_null(json);
    }
    if (portion->number.len > 0) {
        tl_json_put_slice(json, "number", portion->number);
    }
    if (name.len > 0) {
        tl_json_put_slice(json, "portion", name);
    }
    tl_json_put_str(json, "rank", tl_rank_name(tl_marking_rank(&portion->effective)));
    tl_json_put_str(json, "why", tl_why_name(portion->why));
    if (portion->why_line > 0) {
        tl_json_put_int(json, "why_line", portion->why_line);
    }
    tl_json_object_end(json);
}

static void put_elements(struct tl_arena *arena, struct tl_json *json, const struct tl_cable *cable)
{
    const tl_slice *names = tl_portion_names(arena, cable);
    tl_json_key(json, "elements");
    tl_json_array(json);
    for (size_t i = 0; i < cable->elements.count; i++) {
        put_element(json, cable, &cable->elements.items[i], names[cable->elements.items[i].portion]);
    }
    tl_json_array_end(json);
}

static void put_findings(struct tl_json *json, const struct tl_cable *cable)
{
    tl_json_key(json, "findings");
    tl_json_array(json);
    for (size_t i = 0; i < cable->findings.count; i++) {
        const struct tl_finding *finding = &cable->findings.items[i];
        tl_json_object(json);
        if (finding->line > 0) {
            tl_json_put_int(json, "line", finding->line);
        }
        tl_json_put_str(json, "slug", finding->slug);
        tl_json_object_end(json);
    }
    tl_json_array_end(json);
}

void tl_inspect_json(struct tl_arena *arena, const struct tl_cable *cable, const char *source,
                     struct tl_buf *out)
{
    struct tl_json json = {.out = out};
    char dtg[TL_DTG_TEXT];
    const tl_slice mrn = tl_cable_mrn(arena, cable);
    tl_json_object(&json);
    put_words(&json, "captions", cable->controls);
    put_claims(&json, cable);
    put_declassification(&json, cable);
    if (tl_dtg_render(cable, dtg)[0] != '\0') {
        tl_json_put_str(&json, "dtg", dtg);
    }
    put_elements(arena, &json, cable);
    put_findings(&json, cable);
    if (mrn.len > 0) {
        tl_json_put_slice(&json, "mrn", mrn);
    }
    tl_json_put_str(&json, "overall", tl_rank_name(tl_marking_rank(&cable->overall)));
    tl_json_put_str(&json, "source", source);
    tl_json_object_end(&json);
    tl_buf_byte(out, '\n');
}
