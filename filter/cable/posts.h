/* SPDX-License-Identifier: Apache-2.0 */
/* Names of posts: which words before a number in a reference are a post, and not anybody's (DESIGN M6). */
#ifndef TL_CABLE_POSTS_H
#define TL_CABLE_POSTS_H

#include "marking/marking.h"

/* True for a post or agency that numbers telegrams, or one of `named`, which the cable itself calls so. */
bool tl_is_post(tl_slice name, struct tl_words named);

/* "NOVA SELA" of "INFO RUEHXV/AMEMBASSY NOVA SELA PRIORITY 0098"; empty when the line names no post. */
tl_slice tl_post_of_address(tl_slice line);

/* Posts compare without regard to blanks: LAPAZ is LA PAZ. */
bool tl_same_post(tl_slice a, tl_slice b);

#endif
