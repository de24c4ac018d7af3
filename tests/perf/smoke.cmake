# SPDX-License-Identifier: Apache-2.0
cmake_minimum_required(VERSION 3.25)
# bench.sh on little text: every row is printed, the JSON can be read, all programs there are agree.  No time is judged.
#   cmake -D BUILD=build/release -D WORK=DIR -P tests/perf/smoke.cmake
file(MAKE_DIRECTORY ${WORK})

function(expect what table)
  string(FIND "${table}" "${what}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "no row: ${what}\n${table}")
  endif()
endfunction()

function(run_bench without json_out)
  execute_process(
    COMMAND bash ${CMAKE_CURRENT_LIST_DIR}/bench.sh --build ${BUILD} --size 64K --repeat 1 --extreme 300 --json
            ${WORK}/bench.json --without ${without}
    OUTPUT_VARIABLE table
    ERROR_VARIABLE messages
    RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "bench.sh ended with ${status}\n${table}\n${messages}")
  endif()
  foreach(rules 10 60 1000)
    foreach(program "`perl -p`, s///g a rule" "`sed -E`, LC_ALL=C, s///g a rule"
                    "`rg --no-unicode --passthru -r`, one alternation" "matching and writing alone"
                    "`tearline redact`, log, commitments and second reading included")
      expect("| ${program} | ${rules} |" "${table}")
    endforeach()
  endforeach()
  foreach(row "`cat` through a pipe" "the same, two workers" "`tearline check --max C`" "cost of 1000 rules"
              "one cable with 2000 rules" "memory of 2000 rules" "two workers over one" "peak memory, stream"
              "difference of these two peaks" "300 paragraphs" "300 hits" "hostile patterns" "second reading")
    expect("| ${row}" "${table}")
  endforeach()
  file(READ ${WORK}/bench.json json)
  set(${json_out} "${json}" PARENT_SCOPE)
endfunction()

# A wrong JSON ends the script.
function(expect_length least json)
  string(JSON length LENGTH "${json}" ${ARGN})
  if(length LESS least)
    message(FATAL_ERROR "${ARGN}: ${length} of at least ${least}")
  endif()
endfunction()

foreach(without valgrind perl,rg,taskset,valgrind)
  run_bench(${without} json)
  expect_length(11 "${json}" programs)
  expect_length(19 "${json}" figures)
  expect_length(8 "${json}" stages)
  expect_length(10 "${json}" hostile)
  string(JSON last GET "${json}" figures 18 value)
  if(NOT last EQUAL 0)
    message(FATAL_ERROR "hostile patterns were refused")
  endif()
  string(JSON cables GET "${json}" excisions_per_cable)
  if(cables LESS 5 OR cables GREATER 30)
    message(FATAL_ERROR "${cables} excisions a cable")
  endif()
  foreach(program sed alone redact2)
    string(JSON same GET "${json}" same_output ${program})
    if(NOT same)
      message(FATAL_ERROR "${program} writes other bytes than tearline")
    endif()
  endforeach()
endforeach()
