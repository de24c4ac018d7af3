# SPDX-License-Identifier: Apache-2.0
# The lists `orders` and `codes` of rules/exemption-codes.yaml as a header: the program knows codes from nowhere else.
#   tl_exemption_codes(YAML HEADER)
function(tl_exemption_codes yaml header)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${yaml})
  set(day "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]")
  set(text "'([^'\\\"]+)'")
  set(orders "")
  set(codes "")
  file(STRINGS ${yaml} lines REGEX "^  - {(order|code): ")
  foreach(line IN LISTS lines)
    if(line MATCHES
       "^  - {order: ([a-z0-9-]+), title: ${text}, from: (${day}), until: (${day}|never), ages: ([0-9]+-[0-9]*)}$")
      set(name ${CMAKE_MATCH_1})
      set(title "${CMAKE_MATCH_2}")
      set(numbers "${CMAKE_MATCH_3}, ${CMAKE_MATCH_4}, ${CMAKE_MATCH_5}")
      string(REPLACE "never" "0000-00-00" numbers "${numbers}")
      string(REGEX REPLACE "([0-9])-$" "\\1-0" numbers "${numbers}")
      string(REPLACE "-" ", " numbers "${numbers}")
      string(REGEX REPLACE "(^| )0+([0-9])" "\\1\\2" numbers "${numbers}")
      string(APPEND orders "    ROW(\"${name}\", \"${title}\", ${numbers}) \\\n")
    elseif(line MATCHES "^  - {code: ${text}, order: ([a-z0-9-]+), title: ${text}, means: ${text}}$")
      string(APPEND codes
             "    ROW(\"${CMAKE_MATCH_1}\", \"${CMAKE_MATCH_2}\", \"${CMAKE_MATCH_3}\", \"${CMAKE_MATCH_4}\") \\\n")
    else()
      message(FATAL_ERROR "${yaml}: this line has not the form of the others: ${line}")
    endif()
  endforeach()
  if(orders STREQUAL "" OR codes STREQUAL "")
    message(FATAL_ERROR "${yaml}: it lacks the list 'orders' or the list 'codes'")
  endif()
  file(
    CONFIGURE
    OUTPUT ${header}
    CONTENT
      "/* Made from rules/exemption-codes.yaml: change it there. */\n#define TL_ORDER_ROWS(ROW) \\\n${orders}\n#define TL_CODE_ROWS(ROW) \\\n${codes}\n"
    @ONLY)
endfunction()
