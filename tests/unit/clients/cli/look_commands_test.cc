// What the commands about looks, and those that need none, send.

#include "tests/unit/clients/cli/commands_fixture.h"

namespace cardledger::cli {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Looks, CommandSendsTest,
    ::testing::Values(
        SentCase{"transaction totals persons/<id> --from 2026-07-01 --to 2026-07-31",
                 "TransactionService.GetTransactionTotals",
                 "name: 'persons/<id>' from_date " DAY(1) " before_date " DAY(31)},
        SentCase{"person open-lines <id> --reason payment-query --note Monday",
                 "LookService.OpenLines",
                 "person: 'persons/<id>' reason: LOOK_REASON_PAYMENT_QUERY note: 'Monday'"},
        SentCase{"person looks <id>", "LookService.ListLooks",
                 "page_size: 1000 person: 'persons/<id>'"},
        SentCase{"look withhold <id> --reason safeguarding --ground crime --review 2026-07-31 "
                 "--note Told",
                 "LookService.RequestWithheldLook",
                 "person: 'persons/<id>' reason: LOOK_REASON_SAFEGUARDING ground: "
                 "LOOK_GROUND_CRIME note: 'Told' review_date " DAY(31)},
        SentCase{"look decide 9 --approve --note Yes", "LookService.DecideWithheldLook",
                 "look: 'looks/9' approve: true note: 'Yes'"},
        SentCase{"look review 9 --until 2026-07-31 --note Later", "LookService.ReviewWithheldLook",
                 "look: 'looks/9' review_date " DAY(31) " note: 'Later'"},
        SentCase{"look review looks/9 --disclose --note Over", "LookService.ReviewWithheldLook",
                 "look: 'looks/9' disclose: true note: 'Over'"},
        SentCase{"look show 9", "LookService.GetLook", "name: 'looks/9'"},
        SentCase{"look list --due 2026-07-31", "LookService.ListWithheldLooks",
                 "page_size: 1000 due_date " DAY(31)}));

}  // namespace
}  // namespace cardledger::cli
