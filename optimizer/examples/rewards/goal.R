# The distance of the last position from a goal, which the parameters give: a reward in the format "frames".
# Base R is enough: Rscript goal.R

version <- 1L
refused <- -1L

# A connection in binary mode reads no more than it is asked for. R's own stdout() is one of text, so that a pipe to
# cat carries the bytes. Standard output belongs to the protocol: say other things with message().
source_connection <- file("stdin", "rb")
target_connection <- pipe("cat", "wb")

# Integers are signed in R; all numbers of the protocol but the refusal are below 2^31.
read_integers <- function(n) {
  numbers <- readBin(source_connection, "integer", n = n, size = 4L, endian = "little")
  if (length(numbers) < n) {
    quit(save = "no", status = 0L) # The standard input has ended: the run is over.
  }
  numbers
}

read_floats <- function(n) {
  readBin(source_connection, "numeric", n = n, size = 4L, endian = "little")
}

write_integers <- function(numbers) {
  writeBin(as.integer(numbers), target_connection, size = 4L, endian = "little")
}

# positions: [length, channels] of one sample
reward <- function(positions, goal) {
  sqrt(sum((positions[nrow(positions), ] - goal)^2))
}

magic <- readBin(source_connection, "raw", n = 8L)
parent_version <- read_integers(2L)[1L]
if (!identical(magic, charToRaw("ELITESRQ"))) {
  message("This program scores samples for Diffusion Elites, which starts it.")
  quit(save = "no", status = 1L)
}
writeBin(charToRaw("ELITESRW"), target_connection)
write_integers(c(version, 0L))
flush(target_connection)

repeat {
  # Length of the frame, batch, count, channels, length of a sample, parameters.
  header <- read_integers(6L)
  batch <- header[2L]
  count <- header[3L]
  channels <- header[4L]
  len <- header[5L]
  width <- header[6L]
  ids <- read_integers(count)
  individuals <- read_integers(count)
  # R lays matrices out by columns, so that a column is a sample.
  parameters <- matrix(read_floats(count * width), nrow = width, ncol = count)
  samples <- array(read_floats(as.numeric(count) * channels * len), dim = c(len, channels, count))
  rewards <- tryCatch(
    vapply(
      seq_len(count),
      function(i) reward(matrix(samples[, , i], nrow = len, ncol = channels), parameters[, i]),
      numeric(1L)
    ),
    error = function(problem) problem
  )
  if (inherits(rewards, "error")) {
    text <- charToRaw(enc2utf8(conditionMessage(rewards)))
    write_integers(c(8L + length(text), batch, refused))
    writeBin(text, target_connection)
  } else {
    write_integers(c(8L + 4L * count, batch, count))
    writeBin(as.numeric(rewards), target_connection, size = 4L, endian = "little")
  }
  flush(target_connection)
}
