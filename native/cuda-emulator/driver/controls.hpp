// What tests set and read in a running process. Each has an environment variable's counterpart where that helps; see
// README.md.
#pragma once

#include <cstdint>

#define CONTROL extern "C" __attribute__((visibility("default")))

CONTROL void emulator_fail(const char* call, int nth, int code);
CONTROL void emulator_capacity(uint64_t bytes);
CONTROL void emulator_schedule(int order, uint64_t seed);
CONTROL void emulator_version(int version);
CONTROL void emulator_devices(int count);
CONTROL void emulator_watchdog(int milliseconds);
CONTROL int emulator_live(char* text, int bytes);
CONTROL int emulator_kernels(char* text, int bytes);
CONTROL uint64_t emulator_calls(const char* call);
CONTROL uint64_t emulator_launches();
CONTROL void emulator_reset_counts();
CONTROL void emulator_reset();
CONTROL int emulator_last_error(char* text, int bytes);
