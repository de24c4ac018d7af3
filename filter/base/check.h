/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks that stay on in release builds.
 *
 * A broken invariant or a failed allocation must never let text out, so both end the process with exit
 * status 70 before anything of the cable at hand is written (DESIGN section 5: "internal check failed").
 * Neither prints text of a cable.
 */
#ifndef TL_BASE_CHECK_H
#define TL_BASE_CHECK_H

/* Ends the process with status 70 and one line that names the place. */
_Noreturn void tl_check_failed(const char *file, int line, const char *what);

/* Ends the process with status 70: memory is exhausted. */
_Noreturn void tl_out_of_memory(void);

#define TL_CHECK(x) ((x) ? (void)0 : tl_check_failed(__FILE__, __LINE__, #x))

#endif
