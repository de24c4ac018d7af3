/* SPDX-License-Identifier: Apache-2.0 */
#include "pipeline/repeat.h"

#include <inttypes.h>

#include "pipeline/input.h"

void tl_repeats_init(struct tl_repeats *repeats, const char *const *paths)
{
    *repeats = (struct tl_repeats){.paths = paths};
    tl_seen_init(&repeats->seen, TL_SEEN_MOST);
}

void tl_repeats_release(struct tl_repeats *repeats)
{
    tl_seen_release(&repeats->seen);
    tl_arena_release(&repeats->arena);
}

/* The input that cable `ordinal` of the run is of. */
static const struct tl_repeat_input *input_of(const struct tl_repeats *repeats, uint64_t ordinal)
{
    size_t low = 0;
    size_t high = repeats->inputs.count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (repeats->inputs.items[middle].first <= ordinal) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &repeats->inputs.items[low];
}

bool tl_repeats_see(struct tl_repeats *repeats, struct tl_parcel *parcel)
{
    const uint64_t ordinal = repeats->seen.added + 1;
    const size_t count = repeats->inputs.count;
    if (count == 0 || repeats->inputs.items[count - 1].input != parcel->input) {
        *TL_PUSH(&repeats->arena, &repeats->inputs) = (struct tl_repeat_input){
            .input = parcel->input, .first = ordinal, .before = ordinal - parcel->seq};
    }
    const uint64_t earlier = tl_seen_add(&repeats->seen, parcel->post, parcel->number);
    if (earlier == 0) {
        return false;
    }
    const struct tl_repeat_input *input = input_of(repeats, earlier);
    parcel->repeats.seq = earlier - input->before;
    parcel->repeats.source = input->input == parcel->input ? NULL : repeats->paths[input->input];
    return true;
}

void tl_repeat_tell(struct tl_buf *out, const struct tl_earlier *earlier)
{
    tl_buf_format(out, "it has the post and number of cable %" PRIu64, earlier->seq);
    if (earlier->source != NULL) {
        tl_buf_format(out, ", in %s", tl_input_name(earlier->source));
    }
}

/* --- over a log */

void tl_repeats_logged_release(struct tl_repeats_logged *repeats)
{
    tl_seen_release(&repeats->seen);
    tl_arena_release(&repeats->arena);
}

/* "TOKYO 3100" as post and number; 0: none is known. */
static uint32_t number_of(tl_slice mrn, tl_slice *post)
{
    size_t begin = mrn.len;
    uint64_t number = 0;
    while (begin > 0 && tl_is_digit(mrn.ptr[begin - 1])) {
        begin--;
    }
    for (size_t i = begin; i < mrn.len && number <= UINT32_MAX; i++) {
        number = number * 10 + (mrn.ptr[i] - (uint64_t)'0');
    }
    *post = tl_slice_trim(tl_slice_sub(mrn, 0, begin));
    return number <= UINT32_MAX ? (uint32_t)number : 0;
}

/* Which cable of the log was the last of this post and number before; 0: none. */
static uint64_t earlier_of(struct tl_repeats_logged *repeats, tl_slice post, uint32_t number)
{
    if (repeats->count++ == 0) {
        repeats->post = tl_arena_dup(&repeats->arena, post);
        repeats->number = number;
        return 0;
    }
    if (repeats->count == 2) {
        tl_seen_init(&repeats->seen, TL_SEEN_MOST);
        (void)tl_seen_add(&repeats->seen, repeats->post, repeats->number);
    }
    return tl_seen_add(&repeats->seen, post, number);
}

/* The source that cable `seq` of the log is of. */
static tl_slice source_at(const struct tl_repeats_logged *repeats, uint64_t seq)
{
    tl_slice source = {NULL, 0};
    for (size_t i = 0; i < repeats->inputs.count && repeats->inputs.items[i].first <= seq; i++) {
        source = repeats->inputs.items[i].source;
    }
    return source;
}

struct tl_repeated tl_repeats_logged_see(struct tl_repeats_logged *repeats,
                                         const struct tl_logged_case *at_hand)
{
    const struct tl_logged_cable *cable = &at_hand->cable;
    const uint64_t own = repeats->count + 1;
    const size_t count = repeats->inputs.count;
    tl_slice post;
    if (count == 0 || !tl_slice_eq(repeats->inputs.items[count - 1].source, cable->source)) {
        *TL_PUSH(&repeats->arena, &repeats->inputs) =
            (struct tl_logged_input){tl_arena_dup(&repeats->arena, cable->source), own};
    }
    const uint32_t number = number_of(cable->mrn, &post);
    const uint64_t earlier = earlier_of(repeats, post, number);
    if (earlier > 0) {
        const tl_slice source = source_at(repeats, earlier);
        const bool is_of_another = !tl_slice_eq(source, cable->source);
        return (struct tl_repeated){earlier, is_of_another ? source : (tl_slice){NULL, 0}, true};
    }
    for (size_t i = 0; i < at_hand->findings.count; i++) {
        const struct tl_logged_finding *finding = &at_hand->findings.items[i];
        if (tl_slice_eq(finding->slug, TL_LIT("cable-repeated")) && finding->first_source.len > 0) {
            return (struct tl_repeated){finding->first, finding->first_source, false};
        }
    }
    return (struct tl_repeated){.seq = 0};
}
