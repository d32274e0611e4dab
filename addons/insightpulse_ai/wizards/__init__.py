from . import ai_model_choice
