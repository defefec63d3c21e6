#pragma once

// The commands below `cardledger person` that have their own files. Called by AddPersonCommands.

#include "clients/cli/command.h"

namespace cardledger::cli {

inline constexpr char kExamplePerson[] = "persons/5f0c2c1e-8f0c-4e4e-9d0b-3f6e8a1b2c3d";

// communication set and show.
void AddCommunicationCommands(CLI::App& person, Context& context);
// supporter and representative, each with add and end.
void AddPartyCommands(CLI::App& person, Context& context);
// open-lines and looks.
void AddPersonLookCommands(CLI::App& person, Context& context);
// sign-in; relation, with declare and end.
void AddSignInCommands(CLI::App& person, Context& context);
// erase, with propose, approve and decline; hold, with set and end; rectify; export.
void AddPrivacyCommands(CLI::App& person, Context& context);
void AddExport(CLI::App& person, Context& context);

}  // namespace cardledger::cli
