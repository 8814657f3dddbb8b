// A TUN device in a region's gateway: what is routed into it can be read here, what is written here
// arrives there. With virtio headers and segmentation left to us (TSO), so that packets of up to 64
// kB cross in one read and one write. The device lives as long as its descriptor: when the router
// dies the routes through it are gone, and the WAN is cut rather than wrong.
// Example: const FileDescriptor wan = open_tun(gateway, "wan0");
#pragma once

#include <string>

#include "live/process/descriptor.hpp"

namespace firedrill {

// Makes the device in the network namespace of the process behind `process_handle` and sets it up;
// reads do not block. Throws std::system_error.
[[nodiscard]] FileDescriptor open_tun(int process_handle, const std::string& name);

}  // namespace firedrill
