/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line as the eye reads it, for finding marks that something invisible or look-alike hides (DESIGN M2, M7;
 * markings.md 8): what is found only here may raise, never lower.
 */
#ifndef TL_CABLE_EYE_H
#define TL_CABLE_EYE_H

#include "base/buf.h"

/*
 * Appends `line` with look-alikes as ASCII, every blank as a space, every opening and closing bracket as "("
 * and ")", circled and bracketed letters as "(C)"; ignorable and combining characters and controls are gone.
 */
void tl_eye_fold(tl_slice line, struct tl_buf *out);

#endif
