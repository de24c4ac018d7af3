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
