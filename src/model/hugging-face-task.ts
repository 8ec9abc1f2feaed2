/**
 * What a model is for, in the words of the Hugging Face Hub: a constant for each of its tasks, and `of` for any other.
 *
 * @see https://huggingface.co/tasks
 */
export class HuggingFaceTask {
  /** Generates text, such as the answer of a chat. */
  public static readonly TEXT_GENERATION = new HuggingFaceTask('text-generation');

  /** Generates text from images and text. */
  public static readonly IMAGE_TEXT_TO_TEXT = new HuggingFaceTask('image-text-to-text');

  /** Generates text from audio and text. */
  public static readonly AUDIO_TEXT_TO_TEXT = new HuggingFaceTask('audio-text-to-text');

  /** Generates text from video and text. */
  public static readonly VIDEO_TEXT_TO_TEXT = new HuggingFaceTask('video-text-to-text');

  /** Takes and generates several modalities. */
  public static readonly ANY_TO_ANY = new HuggingFaceTask('any-to-any');

  /** Turns text into vectors: embeddings. */
  public static readonly FEATURE_EXTRACTION = new HuggingFaceTask('feature-extraction');

  /** Scores how alike sentences are. */
  public static readonly SENTENCE_SIMILARITY = new HuggingFaceTask('sentence-similarity');

  /** Ranks texts by their relevance to a query. */
  public static readonly TEXT_RANKING = new HuggingFaceTask('text-ranking');

  /** Assigns labels to text. */
  public static readonly TEXT_CLASSIFICATION = new HuggingFaceTask('text-classification');

  /** Assigns labels to the words of a text. */
  public static readonly TOKEN_CLASSIFICATION = new HuggingFaceTask('token-classification');

  /** Answers questions on a table. */
  public static readonly TABLE_QUESTION_ANSWERING = new HuggingFaceTask('table-question-answering');

  /** Answers questions on a text. */
  public static readonly QUESTION_ANSWERING = new HuggingFaceTask('question-answering');

  /** Assigns labels to text that are named with the request. */
  public static readonly ZERO_SHOT_CLASSIFICATION = new HuggingFaceTask('zero-shot-classification');

  /** Translates text. */
  public static readonly TRANSLATION = new HuggingFaceTask('translation');

  /** Shortens text. */
  public static readonly SUMMARIZATION = new HuggingFaceTask('summarization');

  /** Fills the gaps of a text. */
  public static readonly FILL_MASK = new HuggingFaceTask('fill-mask');

  /** Speaks text. */
  public static readonly TEXT_TO_SPEECH = new HuggingFaceTask('text-to-speech');

  /** Generates audio from text. */
  public static readonly TEXT_TO_AUDIO = new HuggingFaceTask('text-to-audio');

  /** Writes down what is said. */
  public static readonly AUTOMATIC_SPEECH_RECOGNITION = new HuggingFaceTask('automatic-speech-recognition');

  /** Generates audio from audio. */
  public static readonly AUDIO_TO_AUDIO = new HuggingFaceTask('audio-to-audio');

  /** Assigns labels to audio. */
  public static readonly AUDIO_CLASSIFICATION = new HuggingFaceTask('audio-classification');

  /** Finds where somebody speaks. */
  public static readonly VOICE_ACTIVITY_DETECTION = new HuggingFaceTask('voice-activity-detection');

  /** Tells how far away the points of an image are. */
  public static readonly DEPTH_ESTIMATION = new HuggingFaceTask('depth-estimation');

  /** Assigns labels to images. */
  public static readonly IMAGE_CLASSIFICATION = new HuggingFaceTask('image-classification');

  /** Finds objects in images. */
  public static readonly OBJECT_DETECTION = new HuggingFaceTask('object-detection');

  /** Divides an image into segments. */
  public static readonly IMAGE_SEGMENTATION = new HuggingFaceTask('image-segmentation');

  /** Generates images from text. */
  public static readonly TEXT_TO_IMAGE = new HuggingFaceTask('text-to-image');

  /** Describes images. */
  public static readonly IMAGE_TO_TEXT = new HuggingFaceTask('image-to-text');

  /** Generates images from images. */
  public static readonly IMAGE_TO_IMAGE = new HuggingFaceTask('image-to-image');

  /** Generates videos from images. */
  public static readonly IMAGE_TO_VIDEO = new HuggingFaceTask('image-to-video');

  /** Generates images from nothing. */
  public static readonly UNCONDITIONAL_IMAGE_GENERATION = new HuggingFaceTask('unconditional-image-generation');

  /** Assigns labels to videos. */
  public static readonly VIDEO_CLASSIFICATION = new HuggingFaceTask('video-classification');

  /** Generates videos from text. */
  public static readonly TEXT_TO_VIDEO = new HuggingFaceTask('text-to-video');

  /** Generates images from images and text. */
  public static readonly IMAGE_TEXT_TO_IMAGE = new HuggingFaceTask('image-text-to-image');

  /** Generates videos from images and text. */
  public static readonly IMAGE_TEXT_TO_VIDEO = new HuggingFaceTask('image-text-to-video');

  /** Answers questions on images. */
  public static readonly VISUAL_QUESTION_ANSWERING = new HuggingFaceTask('visual-question-answering');

  /** Answers questions on documents. */
  public static readonly DOCUMENT_QUESTION_ANSWERING = new HuggingFaceTask('document-question-answering');

  /** Finds documents by what can be seen in them. */
  public static readonly VISUAL_DOCUMENT_RETRIEVAL = new HuggingFaceTask('visual-document-retrieval');

  /** Assigns labels to images that are named with the request. */
  public static readonly ZERO_SHOT_IMAGE_CLASSIFICATION = new HuggingFaceTask('zero-shot-image-classification');

  /** Generates masks of the objects in an image. */
  public static readonly MASK_GENERATION = new HuggingFaceTask('mask-generation');

  /** Finds objects in images that are named with the request. */
  public static readonly ZERO_SHOT_OBJECT_DETECTION = new HuggingFaceTask('zero-shot-object-detection');

  /** Generates three-dimensional objects from text. */
  public static readonly TEXT_TO_3D = new HuggingFaceTask('text-to-3d');

  /** Generates three-dimensional objects from images. */
  public static readonly IMAGE_TO_3D = new HuggingFaceTask('image-to-3d');

  /** Turns images into vectors. */
  public static readonly IMAGE_FEATURE_EXTRACTION = new HuggingFaceTask('image-feature-extraction');

  /** Finds points of interest in images. */
  public static readonly KEYPOINT_DETECTION = new HuggingFaceTask('keypoint-detection');

  /** Generates videos from videos. */
  public static readonly VIDEO_TO_VIDEO = new HuggingFaceTask('video-to-video');

  /** Assigns labels to the rows of a table. */
  public static readonly TABULAR_CLASSIFICATION = new HuggingFaceTask('tabular-classification');

  /** Predicts numbers from the rows of a table. */
  public static readonly TABULAR_REGRESSION = new HuggingFaceTask('tabular-regression');

  /** Predicts how a series goes on. */
  public static readonly TIME_SERIES_FORECASTING = new HuggingFaceTask('time-series-forecasting');

  /** Chooses what to do next. */
  public static readonly REINFORCEMENT_LEARNING = new HuggingFaceTask('reinforcement-learning');

  /** Moves robots. */
  public static readonly ROBOTICS = new HuggingFaceTask('robotics');

  /** Works on graphs. */
  public static readonly GRAPH_ML = new HuggingFaceTask('graph-ml');

  /**
   * Any task of the Hub, also one that this version of the library has no constant for.
   *
   * @param task the name of the task, such as `text-generation`
   */
  public static of(task: string): HuggingFaceTask {
    return new HuggingFaceTask(task);
  }

  private constructor(private readonly task: string) {}

  /** The name of the task, such as `text-generation`. */
  public toString(): string {
    return this.task;
  }
}
