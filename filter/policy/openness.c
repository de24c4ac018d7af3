/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/openness.h"

#include "base/check.h"

static const char *nothing(size_t value)
{
    (void)value;
    return NULL;
}

/* --- values */

static size_t value_max(const struct tl_policy *policy)
{
    return (size_t)policy->ceiling.max;
}

static size_t value_dates(const struct tl_policy *policy)
{
    return policy->honours_dates ? 1 : 0;
}

#define FIELD_VALUE(field)                                                                                   \
    static size_t value_##field(const struct tl_policy *policy)                                              \
    {                                                                                                        \
        return (size_t)policy->field;                                                                        \
    }

FIELD_VALUE(header)
FIELD_VALUE(subject)
FIELD_VALUE(reference)
FIELD_VALUE(authority)
FIELD_VALUE(signature)
FIELD_VALUE(banner)
FIELD_VALUE(amount)

static size_t value_compilation(const struct tl_policy *policy)
{
    return policy->is_compilation_by_portions ? 1 : 0;
}

static size_t value_reasons(const struct tl_policy *policy)
{
    return policy->adds_reasons ? 1 : 0;
}

static size_t value_doubt(const struct tl_policy *policy)
{
    return policy->denies_on_doubt ? 0 : 1;
}

/* --- words */

static const char *word_max(size_t value)
{
    return tl_rank_name((enum tl_rank)value);
}

#define WORDS(name, ...)                                                                                     \
    static const char *word_##name(size_t value)                                                             \
    {                                                                                                        \
        static const char *const words[] = {__VA_ARGS__};                                                    \
        TL_CHECK(value < TL_COUNT(words));                                                                   \
        return words[value];                                                                                 \
    }

WORDS(dates, "ignore", "dates")
WORDS(unmarked, [TL_UNMARKED_OVERALL] = "overall", [TL_UNMARKED_U] = "U")
WORDS(banner, [TL_BANNER_ROLLUP] = "rollup", [TL_BANNER_STRIKE] = "strike", [TL_BANNER_KEEP] = "keep")
WORDS(amount, [TL_AMOUNT_NONE] = "none", [TL_AMOUNT_BUCKET] = "bucket", [TL_AMOUNT_LINES] = "lines",
      [TL_AMOUNT_WORDS] = "words")
WORDS(compilation, "overall", "portions")
WORDS(reasons, "none", "authority")
WORDS(doubt, "deny", "withhold")

/* --- sentences of loosenings */

#define OPENED(name, ...)                                                                                    \
    static const char *opened_##name(size_t value)                                                           \
    {                                                                                                        \
        static const char *const sentences[] = {__VA_ARGS__};                                                \
        return value < TL_COUNT(sentences) ? sentences[value] : NULL;                                        \
    }

OPENED(dates, NULL, "declassification dates are honoured")
OPENED(header, NULL, "header without a marking counts as U")
OPENED(subject, NULL, "subject without a marking counts as U")
OPENED(reference, NULL, "reference without a marking counts as U")
OPENED(authority, NULL, "authority without a marking counts as U")
OPENED(signature, NULL, "signature without a marking counts as U")
OPENED(banner, NULL, "old markings stay, struck", "classification lines and marks stay as they were")
OPENED(compilation, NULL, "compilation is judged by portions")
OPENED(amount, NULL, "the amount withheld is told, as a bucket", "the amount withheld is told, in lines",
       "the amount withheld is told, in words")

/* In the order in which logs tell loosenings. */
static const struct tl_setting settings[] = {
    {"release.max", "M8: a level above it stays", value_max, word_max, nothing},
    {"declassification", "M10: a date that has passed frees text", value_dates, word_dates, opened_dates},
    {"unmarked.header", "M3", value_header, word_unmarked, opened_header},
    {"unmarked.subject", "M3", value_subject, word_unmarked, opened_subject},
    {"unmarked.reference", "M3", value_reference, word_unmarked, opened_reference},
    {"unmarked.authority", "M3", value_authority, word_unmarked, opened_authority},
    {"unmarked.signature", "M3", value_signature, word_unmarked, opened_signature},
    {"compilation", "M4: the whole may say more than its parts", value_compilation, word_compilation,
     opened_compilation},
    {"withhold.amount", "M14: how much is gone is itself text", value_amount, word_amount, opened_amount},
    {"withhold.reasons", "M14: the cable's own reasons stand in the mark", value_reasons, word_reasons,
     nothing},
    {"banner", "M16: struck words can be read, kept ones too", value_banner, word_banner, opened_banner},
    {"on-doubt", "M21: withheld text leaves the rest of the cable", value_doubt, word_doubt, nothing},
};

const struct tl_setting *tl_setting(size_t index)
{
    return index < TL_COUNT(settings) ? &settings[index] : NULL;
}
