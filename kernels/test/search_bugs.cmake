# Bugs that the checks of selection, statistics, moments, covariances and factors must find, as in seeded_bugs.cmake.

# More elites than were asked for where rewards are equal; the equal ones of other parts forgotten.
seeded(select 1 plain "FAILED select.*elite")
seeded(select_parts 1 plain "FAILED select_parts.*elite")
seeded(select_parts 3 plain "FAILED select_parts.*(elite|threshold)")
# A quantile between equal rewards; squares about the means of parts.
seeded(reward_statistics 1 plain "FAILED reward_statistics.*statistic")
seeded(statistics_parts 1 plain "FAILED statistics_parts.*statistic")
seeded(statistics_parts 2 plain "FAILED statistics_parts.*statistic")
# Distances to different origins.
seeded(moments 1 plain "FAILED moments.*(mean|variance) of coordinate")
# Fragments that lie otherwise; products without their low parts.
seeded(covariance 1 plain "FAILED covariance.*element")
seeded(covariance 3 plain "FAILED covariance.*element")
# A pivot that is NaN.
seeded(cholesky 3 plain "FAILED cholesky.*factor of search 3")
# Threads that do not wait for each other.
seeded(select 2 thread "ThreadSanitizer: data race .*radix_select.h")
seeded(moments 2 thread "ThreadSanitizer: data race .*moments.cu")
seeded(covariance 2 thread "ThreadSanitizer: data race .*covariance.cu")
seeded(cholesky 4 thread "ThreadSanitizer: data race .*factorize.h")
# Elements of a fragment in each other's place.
elites_seeded_bug(${samples}/mma.cu 1 mma plain "FAILED mma.*element")
