/* SPDX-License-Identifier: Apache-2.0 */
/* The decisions of a reviewer in the log: which file a run had, and each one that was applied. */
#include "base/path.h"
#include "cable/portion_name.h"
#include "ledger/keys.h"
#include "ledger/record.h"

void tl_put_rulings(struct tl_json *json, const struct tl_rulings *rulings)
{
    if (rulings == NULL) {
        return;
    }
    tl_json_key(json, TL_KEY_DECISIONS);
    tl_json_object(json);
    tl_json_put_str(json, TL_KEY_ID, tl_base_name(rulings->path));
    tl_put_hash(json, TL_KEY_SHA256, &rulings->hash);
    tl_json_object_end(json);
}

/* Who decided, as far as it is told; keys that stand before `cable`. */
void tl_put_ruled_by(struct tl_json *json, const struct tl_ruling *ruling)
{
    if (ruling->authority.len > 0) {
        tl_json_put_slice(json, TL_KEY_AUTHORITY, ruling->authority);
    }
    tl_json_put_slice(json, TL_KEY_BY, ruling->by);
}

static void log_ruling(struct tl_log *log, const struct tl_cable *cable, const tl_slice *names,
                       const struct tl_applied *applied)
{
    struct tl_record record;
    struct tl_json *json = &tl_record_open(&record, log)->json;
    const struct tl_ruling *ruling = applied->ruling;
    const struct tl_portion *portion = &cable->portions.items[applied->portion];
    tl_put_ruled_by(json, ruling);
    tl_json_put_int(json, TL_KEY_CABLE, log->cables);
    tl_put_words(json, TL_KEY_CONTROLS, ruling->controls);
    tl_put_date(json, TL_KEY_DATE, ruling->date);
    tl_json_put_str(json, TL_KEY_DO, tl_ruling_name(ruling->does));
    if (applied->has_effect) {
        tl_json_put_int(json, TL_KEY_EFFECT, 1);
    }
    tl_json_put_str(json, TL_KEY_ELEMENT, tl_kind_name(portion->kind));
    tl_put_words(json, TL_KEY_EXEMPTIONS, ruling->exemptions);
    tl_record_hash(&record);
    tl_json_put_int(json, TL_KEY_LINE, portion->line);
    tl_json_put_slice(json, TL_KEY_PORTION, names[applied->portion]);
    tl_record_prev(&record);
    tl_json_put_str(json, TL_KEY_TYPE, "decision");
    tl_json_put_slice(json, TL_KEY_WHY, ruling->why);
    tl_record_seal(&record);
}

void tl_log_rulings(struct tl_log *log, const struct tl_release *release)
{
    struct tl_arena arena = {0};
    if (release->applied.count > 0) {
        const tl_slice *names = tl_portion_names(&arena, release->cable);
        for (size_t i = 0; i < release->applied.count; i++) {
            log_ruling(log, release->cable, names, &release->applied.items[i]);
        }
    }
    tl_arena_release(&arena);
}
