#include "driver/queue.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "driver/executor.hpp"

namespace emulator {

namespace {

// Those of `pending` that must be done for `wanted`, oldest first.
Operations needed_for(const Operations& wanted, const Operations& pending) {
    std::unordered_set<const Operation*> needed;
    std::vector<const Operation*> open;
    const auto need = [&](const std::shared_ptr<Operation>& operation) {
        if (!operation->done && needed.insert(operation.get()).second) {
            open.push_back(operation.get());
        }
    };
    std::for_each(wanted.begin(), wanted.end(), need);
    while (!open.empty()) {
        const Operation* operation = open.back();
        open.pop_back();
        std::for_each(operation->after.begin(), operation->after.end(), need);
    }
    Operations list;
    std::copy_if(pending.begin(), pending.end(), std::back_inserter(list),
                 [&needed](const auto& operation) { return needed.contains(operation.get()); });
    return list;
}

// Takes out, one at a time, what can be done now; which of it, the schedule says.
class Choice {
public:
    Choice(const Operations& candidates, simt::Schedule schedule)
            : candidates_(candidates), order_(schedule.order), missing_(candidates.size()),
              dependents_(candidates.size()) {
        std::unordered_map<const Operation*, size_t> places;
        for (size_t place = 0; place < candidates.size(); ++place) {
            places[candidates[place].get()] = place;
        }
        for (size_t place = 0; place < candidates.size(); ++place) {
            for (const auto& before : candidates[place]->after) {
                if (!before->done) {
                    ++missing_[place];
                    dependents_[places.at(before.get())].push_back(place);
                }
            }
            if (missing_[place] == 0) {
                ready_.insert(place);
            }
        }
    }

    std::shared_ptr<Operation> take() {
        auto chosen = ready_.begin();
        if (order_ == simt::Order::reverse) {
            chosen = std::prev(ready_.end());
        } else if (order_ == simt::Order::random) {
            std::advance(chosen, static_cast<long>(random_.below(std::min<size_t>(ready_.size(), 16))));
        }
        const size_t place = *chosen;
        ready_.erase(chosen);
        for (const size_t dependent : dependents_[place]) {
            if (--missing_[dependent] == 0) {
                ready_.insert(dependent);
            }
        }
        return candidates_[place];
    }

private:
    static simt::Random random_;

    const Operations& candidates_;
    simt::Order order_;
    std::vector<size_t> missing_;
    std::vector<std::vector<size_t>> dependents_;
    std::set<size_t> ready_;
};

simt::Random Choice::random_(1);

bool all_done(const Operations& operations) {
    return std::all_of(operations.begin(), operations.end(), [](const auto& operation) { return operation->done; });
}

}  // namespace

std::shared_ptr<Operation> Queue::add(Work work, Operations after) {
    auto operation = std::make_shared<Operation>();
    operation->work = std::move(work);
    for (auto& before : after) {
        if (before != nullptr && !before->done) {
            operation->after.push_back(std::move(before));
        }
    }
    pending_.push_back(operation);
    return operation;
}

std::optional<simt::Failure> Queue::run(const Operations& wanted, size_t most) {
    const simt::Schedule schedule = simt::schedule();
    // Forward is as late as possible; under the other schedules streams that nobody waits for go on as well.
    const Operations candidates =
            schedule.order == simt::Order::forward ? needed_for(wanted, pending_) : pending_;
    Choice choice(candidates, schedule);
    std::optional<simt::Failure> failure;
    execute([&] {
        for (size_t count = 0; count < most && !failure && !all_done(wanted); ++count) {
            const std::shared_ptr<Operation> operation = choice.take();
            failure = perform(operation->work);
            operation->done = true;
            operation->done_at = std::chrono::steady_clock::now();
            operation->after.clear();
            operation->work = NoWork{};
        }
    });
    forget_done();
    return failure;
}

std::optional<simt::Failure> Queue::finish(const Operations& wanted) {
    const Operations kept = wanted;
    return all_done(kept) ? std::nullopt : run(kept, std::numeric_limits<size_t>::max());
}

std::optional<simt::Failure> Queue::advance(const std::shared_ptr<Operation>& wanted) {
    return wanted->done ? std::nullopt : run({wanted}, 1);
}

void Queue::forget_done() {
    std::erase_if(pending_, [](const auto& operation) { return operation->done; });
}

void Queue::abandon() {
    for (const auto& operation : pending_) {
        operation->done = true;
        operation->after.clear();
        operation->work = NoWork{};
    }
    pending_.clear();
}

}  // namespace emulator
