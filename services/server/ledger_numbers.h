#pragma once

// What a server's parts know of themselves, as metrics that are asked for when somebody looks
// (services/metrics). What is given outlives the asking: Metrics::StopAsking.

#include <string>

#include "services/engine/engine.h"
#include "services/identity/issuer.h"
#include "services/metrics/metrics.h"
#include "services/rpc/edge_services.h"

namespace cardledger::server {

// The journal, whether it is written, what waits, and what is open.
void AskForLedger(metrics::Metrics& metrics, const engine::Engine& engine,
                  const rpc::EdgeServices& edge);

void AskForTokens(metrics::Metrics& metrics, const identity::Issuer& issuer);

// When the first certificate in the file (PEM) ends, in seconds since 1970; 0 where it cannot be
// read.
void AskForCertificate(metrics::Metrics& metrics, const std::string& file);

}  // namespace cardledger::server
