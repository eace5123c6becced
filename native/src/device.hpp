// The CPU device: an engine and its lanes.
#pragma once

#include "lanes.hpp"
#include "onednn.hpp"

namespace elites {

class Device {
public:
    explicit Device(int lanes) : engine_(make_engine()), lanes_(lanes, engine_.get()) {}

    dnnl_engine_t engine() const { return engine_.get(); }
    Lanes& lanes() { return lanes_; }

private:
    static Engine make_engine() {
        dnnl_engine_t engine = nullptr;
        check_dnnl(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create");
        return Engine(engine);
    }

    Engine engine_;
    Lanes lanes_;
};

}  // namespace elites

struct elites_device {
    elites::Device device;
};
