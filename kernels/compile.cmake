# Compiles the kernels and keeps what the assembler says of each. -D NVCC -D CODE -D INCLUDE -D SOURCE -D IMAGE
get_filename_component(directory ${IMAGE} DIRECTORY)
file(MAKE_DIRECTORY ${directory})
execute_process(
  COMMAND ${NVCC} -std=c++17 -O3 ${CODE} -Xptxas -v -I ${INCLUDE} --fatbin -o ${IMAGE} ${SOURCE}
  ERROR_VARIABLE report
  RESULT_VARIABLE result)
file(WRITE ${directory}/ptxas.txt "${report}")
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${report}")
endif()
