import { openAiChat } from '../../src/judge/clients/openai-chat.ts'
import { guardModel, type GuardOptions } from '../../src/judge/guard/guarded-model.ts'
import type { Judge } from '../../src/judge/judge.ts'
import type { Behaviour, TestServer } from './misbehaving-server.ts'
import { completion, sendJson } from './misbehaving-server.ts'
import { REAL_IO } from './real-io.ts'

/** A judge that asks a test server. */
export function judgeAt(server: TestServer, judge: Partial<Judge> = {}, guard: GuardOptions = {}): Judge {
  const endpoint = { baseUrl: server.baseUrl, apiKey: 'sk-test-key', model: 'judge-1' }
  const model = guardModel(openAiChat(endpoint, REAL_IO), REAL_IO, { backoffBaseMs: 1, ...guard })
  return { model, random: REAL_IO.random, ...judge }
}

/** The user's message of a request. */
export function userOf(body: Record<string, unknown>): string {
  return (body['messages'] as { content: string }[])[1]!.content
}

/** Answers each question by what its user message holds; calls come side by side, in any order. */
export const answerBy =
  (answer: (user: string) => unknown): Behaviour =>
  (response, request, place) =>
    sendJson(completion(JSON.stringify(answer(userOf(request.body)))))(response, request, place)
