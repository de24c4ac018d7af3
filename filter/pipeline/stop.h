/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stopping: SIGTERM and SIGINT ask the run to read no more and to finish what it has; a second one ends the
 * process at once with status 75.  Nothing of a cable is written by that end, but a temporary file
 * (".tearline-...") may be left.
 */
#ifndef TL_PIPELINE_STOP_H
#define TL_PIPELINE_STOP_H

#include <stdbool.h>

/* Takes the two signals (one that is ignored stays ignored) and ignores SIGPIPE.  False when that fails. */
bool tl_stop_install(void);

/* Asks as a signal would, from within. */
void tl_stop_ask(void);

/* True once the run shall stop; `by_signal` alone says that somebody outside wants it. */
bool tl_stop_asked(void);
bool tl_stop_by_signal(void);

/* A descriptor that is readable once the run shall stop, for poll; -1 before tl_stop_install. */
int tl_stop_descriptor(void);

#endif
