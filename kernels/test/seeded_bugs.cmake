# Bugs that the checks of this directory must find: elites_seeded_bug(file number check variant found), as in the
# emulator's tests.
function(seeded kernel number variant found)
  elites_seeded_bug(${ELITES_KERNELS}/src/${kernel}.cu ${number} ${kernel} ${variant} "${found}")
endfunction()

# An index in the wrong order.
seeded(affine 1 plain "FAILED affine.*element")
seeded(load 1 plain "FAILED load.*element")
seeded(sample_full 4 plain "FAILED sample_full.*feature")
seeded(update_sampler 2 plain "FAILED update_sampler.*element")
seeded(shrink 2 plain "FAILED shrink.*intensity")
# NaN, or what divides by zero, was not thought of.
seeded(rescale 1 plain "FAILED rescale.*element")
seeded(keep_champion 1 plain "FAILED keep_champion.*reward of slot")
seeded(shrink 1 plain "FAILED shrink.*search 2")
seeded(update_diagonal 1 plain "FAILED update_diagonal.*outcome of search 3")
seeded(update_full 1 plain "FAILED update_full.*outcome of search 3")
seeded(evolve 3 plain "FAILED evolve.*element")
# The last part of a row, of a tile or of a list.
seeded(gather 1 plain "FAILED gather.*nothing belongs there")
seeded(sample_diagonal 3 address "heap-buffer-overflow .*(sample_diagonal.cu|latent_quad.h)")
seeded(convolve 1 plain "FAILED convolve.*element")
seeded(attend 2 address "heap-buffer-overflow .*(attend.cu|feature.h)")
seeded(concatenate 1 address "heap-buffer-overflow .*concatenate.cu")
seeded(evolve 2 address "heap-buffer-overflow .*evolve.cu")
seeded(update_elite_matrix 1 address "heap-buffer-overflow .*update_elite_matrix.cu")
seeded(row_norms 1 plain "FAILED row_norms.*mean of search")
# A chunk that begins within a search, or holds rows of several.
seeded(sample_diagonal 2 plain "FAILED sample_diagonal.*element")
seeded(sample_mixture 2 plain "FAILED sample_mixture.*component")
seeded(sample_full 2 plain "FAILED sample_full.*element")
seeded(sample_elite_matrix 2 plain "FAILED sample_elite_matrix.*element")
seeded(score 1 plain "FAILED score.*reward of row")
seeded(update_diagonal 2 plain "FAILED update_diagonal.*the mean")
seeded(update_sampler 1 plain "FAILED update_sampler.*element")
# The same random numbers twice; a former value.
seeded(sample_mixture 1 plain "FAILED sample_mixture.*element")
seeded(update_full 2 plain "FAILED update_full.*step of search")
seeded(update_elite_matrix 2 plain "FAILED update_elite_matrix.*search 0")
# The same work by another geometry.
seeded(row_norms 2 plain "FAILED row_norms.*(depends on the geometry|length of row)")
# Threads that do not wait for each other.
seeded(sample_full 1 thread "ThreadSanitizer: data race .*(sample_full.cu|latent_product.h)")
seeded(sample_elite_matrix 1 thread "ThreadSanitizer: data race .*(sample_elite_matrix.cu|latent_product.h)")
seeded(evolve 1 thread "ThreadSanitizer: data race .*evolve.cu")
seeded(stamp 1 thread "ThreadSanitizer: data race .*stamp.cu")
seeded(finish_features 1 thread "ThreadSanitizer: data race .*(finish_features.cu|epilogue.h|feature.h)")
seeded(attend 1 thread "ThreadSanitizer: data race .*(attend.cu|warp_product.h)")
# Copies that have not landed, or land where somebody still reads.
seeded(convolve 2 plain "FAILED convolve.*element")
seeded(convolve 3 plain "FAILED convolve.*(element|never waited for)")
