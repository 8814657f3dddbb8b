// The members of each fault as experiments write them, said once for whoever reads, writes or
// checks them: a visitor is shown each member with its name.
// Example: FaultWriter writer; std::visit([&](auto& fault) { members(writer, fault); }, fault);
#pragma once

#include "live/faults/live_fault.hpp"

namespace firedrill {

template <class Visitor>
void members(Visitor& visit, ServiceOn& on) {
  visit.word("host", on.host);
  visit.word("service", on.service);
}

// Faults of a service that have no strength, and those of a host.
template <class Visitor, class Fault>
void members(Visitor& visit, Fault& fault) {
  if constexpr (requires { fault.on; }) {
    members(visit, fault.on);
  } else {
    visit.word("host", fault.host);
  }
}

template <class Visitor>
void members(Visitor& visit, CrashLoop& fault) {
  members(visit, fault.on);
  visit.time("every", fault.every);
}
template <class Visitor>
void members(Visitor& visit, NodeReboot& fault) {
  visit.word("host", fault.host);
  visit.time("off", fault.off);
}
template <class Visitor>
void members(Visitor& visit, RegionLoss& fault) {
  visit.word("region", fault.region);
}
template <class Visitor>
void members(Visitor& visit, Partition& fault) {
  visit.words("hosts", fault.hosts);
  visit.words("peers", fault.peers);
  visit.direction("direction", fault.direction);
  visit.ports("ports", fault.ports);
}
template <class Visitor>
void members(Visitor& visit, NetworkDegradation& fault) {
  visit.optional_word("host", fault.host);
  visit.optional_word("from_region", fault.from_region);
  visit.optional_word("to_region", fault.to_region);
  visit.optional_time("latency", fault.latency);
  visit.optional_share("loss", fault.loss);
  visit.optional_rate("rate", fault.rate);
}
template <class Visitor>
void members(Visitor& visit, LinkFlap& fault) {
  visit.word("host", fault.host);
  visit.time("down", fault.down);
  visit.time("up", fault.up);
}
template <class Visitor>
void members(Visitor& visit, DnsWrongAnswer& fault) {
  visit.word("host", fault.host);
  visit.word("name", fault.name);
  visit.word("address", fault.address);
}
template <class Visitor>
void members(Visitor& visit, DiskFull& fault) {
  visit.word("host", fault.host);
  visit.word("disk", fault.disk);
}
template <class Visitor>
void members(Visitor& visit, DiskSlow& fault) {
  members(visit, fault.on);
  visit.time("delay", fault.delay);
}
template <class Visitor>
void members(Visitor& visit, BitRot& fault) {
  visit.rot_in("in", fault.in);
  visit.word("host", fault.host);
  visit.optional_word("file", fault.file);
  visit.optional_word("service", fault.service);
  visit.optional_word("relation", fault.relation);
  visit.number("offset", fault.offset);
}
template <class Visitor>
void members(Visitor& visit, ReplicationSlotLoss& fault) {
  members(visit, fault.on);
  visit.word("slot", fault.slot);
}
template <class Visitor>
void members(Visitor& visit, ClockSkew& fault) {
  members(visit, fault.on);
  visit.signed_time("offset", fault.offset);
}
template <class Visitor>
void members(Visitor& visit, CpuExhaustion& fault) {
  visit.word("host", fault.host);
  visit.share("share", fault.share);
}
template <class Visitor>
void members(Visitor& visit, MemoryExhaustion& fault) {
  visit.word("host", fault.host);
  visit.amount("amount", fault.amount);
}
template <class Visitor>
void members(Visitor& visit, ConnectionExhaustion& fault) {
  members(visit, fault.on);
  visit.number("connections", fault.connections);
}
template <class Visitor>
void members(Visitor& visit, CredentialRevoked& fault) {
  members(visit, fault.on);
  visit.word("role", fault.role);
}

}  // namespace firedrill
