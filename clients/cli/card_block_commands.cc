#include <memory>
#include <string>

#include "absl/strings/str_cat.h"

#include "clients/cli/card_commands.h"
#include "clients/cli/change_command.h"
#include "clients/cli/command.h"

namespace cardledger::cli {
namespace {

struct BlockOptions {
  MutationOptions mutation;
  std::string card;
  std::string reason;
  std::string needs_met;
  std::string lead;
  std::string note;
};

template <typename Request>
void ApplyBlock(const BlockOptions& options, InputErrors& errors, Request& request) {
  ApplyMutation(options.mutation, errors, request);
  request.set_card(errors.Take("CARD", ParseName("cards", options.card)));
  request.set_note(errors.Take("--note", ParseText(options.note)));
}

ExitCode BlockCard(Context& context, const BlockOptions& options) {
  InputErrors errors;
  v1::BlockCardRequest request;
  ApplyBlock(options, errors, request);
  request.set_reason(
      errors.Take("--reason", ParseWord<journal::v1::CardBlockReason>(options.reason)));
  request.set_needs_met(errors.Take("--needs-met", ParseText(options.needs_met)));
  request.set_lead(errors.Take("--lead", ParseText(options.lead)));
  return SendChange(context, errors, &client::Client::BlockCard, request);
}

ExitCode UnblockCard(Context& context, const BlockOptions& options) {
  InputErrors errors;
  v1::UnblockCardRequest request;
  ApplyBlock(options, errors, request);
  return SendChange(context, errors, &client::Client::UnblockCard, request);
}

ExitCode ReviewBlock(Context& context, const BlockOptions& options) {
  InputErrors errors;
  v1::ReviewBlockRequest request;
  ApplyBlock(options, errors, request);
  return SendChange(context, errors, &client::Client::ReviewBlock, request);
}

void AddBlock(CLI::App& card, Context& context) {
  auto block = std::make_shared<BlockOptions>();
  CLI::App* command = AddCommand(
      card, context,
      {.name = "block",
       .purpose = "Blocks one card; other cards of the award go on",
       .details = "Of an issued or active card. To block the person's own card for safeguarding,\n"
                  "say how needs are met meanwhile (--needs-met) and who leads (--lead). The\n"
                  "reasons deceased and award-ended follow by themselves and are not given here.\n"
                  "Roles: social_worker, brokerage, finance_officer, safeguarding_lead,\n"
                  "issuer_system, or for their own person, supporter and representative.",
       .example = absl::StrCat("cardledger card block ", kExampleCard, " --reason lost")},
      [&context, block] { return BlockCard(context, *block); });
  command->add_option("CARD", block->card, "cards/{id} or the id")->required();
  AddWordOption<journal::v1::CardBlockReason>(*command, "--reason", block->reason, "Why")
      ->required();
  command->add_option("--needs-met", block->needs_met,
                      "How needs are met meanwhile; kept apart from the journal");
  command->add_option("--lead", block->lead, "Subject of who leads the safeguarding enquiry");
  command->add_option("--note", block->note, "Kept apart from the journal");
  AddMutationOptions(*command, block->mutation);
}

}  // namespace

void AddCardBlockCommands(CLI::App& card, Context& context) {
  AddBlock(card, context);

  auto unblock = std::make_shared<BlockOptions>();
  CLI::App* command = AddCommand(
      card, context,
      {.name = "unblock",
       .purpose = "Lifts a block; a card that was lost or stolen is replaced instead",
       .details = "Of a blocked card. A block for safeguarding is lifted by a safeguarding lead.\n"
                  "Roles: social_worker, brokerage, finance_officer, safeguarding_lead or\n"
                  "issuer_system.",
       .example = absl::StrCat("cardledger card unblock ", kExampleCard)},
      [&context, unblock] { return UnblockCard(context, *unblock); });
  command->add_option("CARD", unblock->card, "cards/{id} or the id")->required();
  command->add_option("--note", unblock->note, "Kept apart from the journal");
  AddMutationOptions(*command, unblock->mutation);

  auto review = std::make_shared<BlockOptions>();
  command = AddCommand(
      card, context,
      {.name = "review",
       .purpose = "Records that a block for safeguarding was reviewed and stays",
       .details = "Those that wait: cardledger work list review. Role: safeguarding_lead.",
       .example = absl::StrCat("cardledger card review ", kExampleCard,
                               " --note \"The enquiry goes on\"")},
      [&context, review] { return ReviewBlock(context, *review); });
  command->add_option("CARD", review->card, "cards/{id} or the id")->required();
  command->add_option("--note", review->note, "Why it stays; kept apart from the journal")
      ->required();
  AddMutationOptions(*command, review->mutation);
}

}  // namespace cardledger::cli
