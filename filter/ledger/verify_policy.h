/* SPDX-License-Identifier: Apache-2.0 */
/* The logged changes of one cable against what a second opinion says.  Of verify.c alone. */
#ifndef TL_LEDGER_VERIFY_POLICY_H
#define TL_LEDGER_VERIFY_POLICY_H

#include "ledger/replay.h"
#include "ledger/verify.h"

void tl_verify_decisions(const struct tl_logged_case *at_hand, tl_slice original, tl_slice release,
                         const struct tl_replay *replay, const struct tl_verify_policy *policy,
                         struct tl_differences *out);

#endif
