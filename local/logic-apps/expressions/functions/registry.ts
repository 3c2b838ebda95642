import type { ExpressionFunction } from './expression-function.ts';
import { actionBody } from './action-body.ts';
import { actionOutputs } from './action-outputs.ts';
import { action } from './action.ts';
import { actions } from './actions.ts';
import { add } from './add.ts';
import { and } from './and.ts';
import { arrayFunction } from './array.ts';
import { base64ToBinary } from './base64-to-binary.ts';
import { base64ToString } from './base64-to-string.ts';
import { base64 } from './base64.ts';
import { binary } from './binary.ts';
import { body } from './body.ts';
import { bool } from './bool.ts';
import { chunk } from './chunk.ts';
import { coalesce } from './coalesce.ts';
import { concat } from './concat.ts';
import { contains } from './contains.ts';
import { createArray } from './create-array.ts';
import { dataUriToBinary } from './data-uri-to-binary.ts';
import { dataUriToString } from './data-uri-to-string.ts';
import { dataUri } from './data-uri.ts';
import { decimal } from './decimal.ts';
import { decodeBase64 } from './decode-base64.ts';
import { decodeDataUri } from './decode-data-uri.ts';
import { decodeUriComponent } from './decode-uri-component.ts';
import { div } from './div.ts';
import { empty } from './empty.ts';
import { encodeUriComponent } from './encode-uri-component.ts';
import { endsWith } from './ends-with.ts';
import { equals } from './equals.ts';
import { first } from './first.ts';
import { floatFunction } from './float.ts';
import { formatNumber } from './format-number.ts';
import { formDataMultiValues } from './form-data-multi-values.ts';
import { formDataValue } from './form-data-value.ts';
import { greaterOrEquals } from './greater-or-equals.ts';
import { greater } from './greater.ts';
import { guid } from './guid.ts';
import { ifFunction } from './if.ts';
import { indexOf } from './index-of.ts';
import { int } from './int.ts';
import { intersection } from './intersection.ts';
import { isFloat } from './is-float.ts';
import { isInt } from './is-int.ts';
import { item } from './item.ts';
import { items } from './items.ts';
import { iterationIndexes } from './iteration-indexes.ts';
import { join } from './join.ts';
import { json } from './json.ts';
import { lastIndexOf } from './last-index-of.ts';
import { last } from './last.ts';
import { length } from './length.ts';
import { lessOrEquals } from './less-or-equals.ts';
import { less } from './less.ts';
import { listCallbackUrl } from './list-callback-url.ts';
import { max } from './max.ts';
import { min } from './min.ts';
import { mod } from './mod.ts';
import { mul } from './mul.ts';
import { multipartBody } from './multipart-body.ts';
import { not } from './not.ts';
import { nthIndexOf } from './nth-index-of.ts';
import { or } from './or.ts';
import { outputs } from './outputs.ts';
import { parameters } from './parameters.ts';
import { rand } from './rand.ts';
import { range } from './range.ts';
import { replace } from './replace.ts';
import { result } from './result.ts';
import { reverse } from './reverse.ts';
import { skip } from './skip.ts';
import { slice } from './slice.ts';
import { sort } from './sort.ts';
import { split } from './split.ts';
import { startsWith } from './starts-with.ts';
import { string } from './string.ts';
import { sub } from './sub.ts';
import { substring } from './substring.ts';
import { take } from './take.ts';
import { toLower } from './to-lower.ts';
import { toUpper } from './to-upper.ts';
import { triggerBody } from './trigger-body.ts';
import { triggerFormDataMultiValues } from './trigger-form-data-multi-values.ts';
import { triggerFormDataValue } from './trigger-form-data-value.ts';
import { triggerMultipartBody } from './trigger-multipart-body.ts';
import { triggerOutputs } from './trigger-outputs.ts';
import { trigger } from './trigger.ts';
import { trim } from './trim.ts';
import { union } from './union.ts';
import { uriComponentToBinary } from './uri-component-to-binary.ts';
import { uriComponentToString } from './uri-component-to-string.ts';
import { uriComponent } from './uri-component.ts';
import { variables } from './variables.ts';
import { workflow } from './workflow.ts';

/** Every function of the language that is here, by the groups of Azure's reference. */
export const functions: readonly ExpressionFunction[] = [
  chunk,
  concat,
  endsWith,
  formatNumber,
  guid,
  indexOf,
  lastIndexOf,
  length,
  nthIndexOf,
  replace,
  slice,
  split,
  startsWith,
  substring,
  toLower,
  toUpper,
  trim,
  contains,
  empty,
  first,
  intersection,
  item,
  join,
  last,
  reverse,
  skip,
  sort,
  take,
  union,
  and,
  equals,
  greaterOrEquals,
  greater,
  ifFunction,
  isFloat,
  isInt,
  lessOrEquals,
  less,
  not,
  or,
  arrayFunction,
  base64ToBinary,
  base64ToString,
  base64,
  binary,
  bool,
  createArray,
  dataUriToBinary,
  dataUriToString,
  dataUri,
  decimal,
  decodeBase64,
  decodeDataUri,
  decodeUriComponent,
  encodeUriComponent,
  floatFunction,
  int,
  json,
  string,
  uriComponentToBinary,
  uriComponentToString,
  uriComponent,
  add,
  div,
  max,
  min,
  mod,
  mul,
  rand,
  range,
  sub,
  actionBody,
  actionOutputs,
  action,
  actions,
  body,
  formDataMultiValues,
  formDataValue,
  items,
  iterationIndexes,
  listCallbackUrl,
  multipartBody,
  outputs,
  parameters,
  result,
  triggerBody,
  triggerFormDataMultiValues,
  triggerFormDataValue,
  triggerMultipartBody,
  triggerOutputs,
  trigger,
  variables,
  workflow,
  coalesce,
];
