/* SPDX-License-Identifier: Apache-2.0 */
/* The stop list itself, for its test and for documentation; tl_stop_word (match.h) answers for one word. */
#ifndef TL_RELEASE_STOPWORDS_H
#define TL_RELEASE_STOPWORDS_H

#include <stddef.h>

size_t tl_stop_words_count(void);

/* Word `i`, in small letters; ascending. */
const char *tl_stop_words_item(size_t i);

#endif
