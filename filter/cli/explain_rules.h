/* SPDX-License-Identifier: Apache-2.0 */
/* `explain rules -p POLICY FILE`: which rules took what in a cable and why, and what they nearly took. Places
 * and rules are told, never the text (DESIGN M20). */
#ifndef TL_CLI_EXPLAIN_RULES_H
#define TL_CLI_EXPLAIN_RULES_H

#include "release/explain.h"

/* One cable read from `path`, explained: text for people, or one JSON object. */
void tl_explain_rules_text(const char *path, const struct tl_cable *cable,
                           const struct tl_explained_rules *explained, struct tl_buf *out);
void tl_explain_rules_json(const char *path, const struct tl_cable *cable,
                           const struct tl_explained_rules *explained, struct tl_buf *out);

#endif
